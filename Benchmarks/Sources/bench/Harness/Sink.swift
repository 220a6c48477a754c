import Synchronization

/// Where results go so that the compiler cannot leave out the work that made them.
enum Sink {
    private static let sum = Atomic<Int>(0)

    static func take(_ value: some BinaryInteger) {
        sum.wrappingAdd(Int(truncatingIfNeeded: value), ordering: .relaxed)
    }
}
