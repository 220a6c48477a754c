import Testing

@testable import CallStore

@Suite struct CopyBufferTests {
    @Test func `a row that is longer than announced stops before it writes`() async {
        await #expect(processExitsWith: .failure) {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 16)
            var cursor = unsafe CopyCursor(at: memory, bytesMax: 16)
            cursor.int8(1)
            cursor.bytes([1])
        }
    }

    @Test func `a row may be as long as announced, and ends with a null in the slack`() {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 25 + CopyCursor.slack, alignment: 16)
        defer { unsafe memory.deallocate() }
        var cursor = unsafe CopyCursor(at: memory, bytesMax: 25)
        cursor.bytes([7])
        cursor.int4(5)
        cursor.int8(6)
        var another = unsafe CopyCursor(at: memory, bytesMax: 25)
        another.bytes([UInt8](repeating: 7, count: 17))
        another.int8(6, nullIf: true)
        #expect(unsafe memory.loadUnaligned(fromByteOffset: 21, as: UInt32.self) == .max)
    }
}
