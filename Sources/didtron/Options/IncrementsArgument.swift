import ArgumentParser

/// `60/60`.
struct IncrementsArgument: ExpressibleByArgument {
    let initial: Int32
    let further: Int32

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let initial = Int32(parts[0]), let further = Int32(parts[1]), initial >= 0, further >= 1
        else { return nil }
        self.initial = initial
        self.further = further
    }
}
