/// The elements of one section on their way into an image.
@safe
struct SectionContent {
    let section: TariffSection
    /// Bytes of an element that mean something; what lies between two elements is written as zeros.
    let size: Int
    let stride: Int
    let count: Int
    /// Calls its argument with the elements as they lie in memory.
    private let withElements: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void

    init<Element: BitwiseCopyable>(_ section: TariffSection, _ table: AlignedTable<Element>) {
        self.section = section
        size = MemoryLayout<Element>.size
        stride = MemoryLayout<Element>.stride
        count = table.count
        unsafe withElements = { body in unsafe try table.withBytes(body) }
    }

    init<Element: BitwiseCopyable>(_ section: TariffSection, _ array: [Element]) {
        self.section = section
        size = MemoryLayout<Element>.size
        stride = MemoryLayout<Element>.stride
        count = array.count
        unsafe withElements = { body in unsafe try array.withUnsafeBytes(body) }
    }

    var byteCount: Int { count * stride }

    /// Calls `body` with the section in pieces, each a whole number of blocks; zeros fill the last.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let pieceElements = max(1, (1 << 20) / stride / TariffImage.blockBytes * TariffImage.blockBytes)
        let capacity = TariffImage.padded(pieceElements * stride)
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: TariffImage.blockBytes)
        defer { unsafe scratch.deallocate() }
        unsafe try withElements { elements in
            for first in Swift.stride(from: 0, to: count, by: pieceElements) {
                let number = min(pieceElements, count - first)
                // In bounds: `number` elements are left, and the scratch space holds as many.
                unsafe scratch.initializeMemory(as: UInt8.self, repeating: 0)
                let source = unsafe elements.baseAddress! + first * stride
                if size == stride {
                    unsafe scratch.baseAddress!.copyMemory(from: source, byteCount: number * stride)
                } else {
                    for index in 0..<number {
                        unsafe (scratch.baseAddress! + index * stride).copyMemory(
                            from: source + index * stride, byteCount: size)
                    }
                }
                unsafe try body(
                    UnsafeRawBufferPointer(rebasing: scratch[..<TariffImage.padded(number * stride)]))
            }
        }
    }
}
