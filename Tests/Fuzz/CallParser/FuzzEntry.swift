@testable import CallRecords

/// What libFuzzer calls. A difference or a broken promise ends the program, which keeps the input.
enum FuzzEntry {
    private static let buffer = ChunkBuffer(capacity: ParserComparison.textBytesMax)

    static func run(_ bytes: [UInt8]) {
        guard let input = FuzzInput(bytes) else { return }
        let comparison = ParserComparison(layout: input.layout, text: input.text, buffer: buffer)
        let faults = comparison.faults(cuts: input.cuts)
        guard faults.isEmpty else { fatalError(faults.joined(separator: "\n")) }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzEntry.run(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    return 0
}
