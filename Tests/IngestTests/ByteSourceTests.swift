import Foundation
import TestSupport
import Testing

@testable import Files

@Suite struct ByteSourceTests {
    /// "text\n" as a zstd frame of one raw block: its magic number, no checksum, five bytes of content.
    private static let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, 0x29, 0, 0] + Array("text\n".utf8)

    /// A frame that is to be skipped: its magic number, its size, and that many bytes.
    private static func skippable(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0x50 + kind, 0x2A, 0x4D, 0x18, UInt8(content.count), 0, 0, 0] + content
    }

    private func read(_ bytes: [UInt8]) throws -> (text: String, compression: Compression) {
        try withTestHome { home in
            try FileManager.default.createDirectory(atPath: home.path, withIntermediateDirectories: true)
            let path = "\(home.path)/calls"
            try Data(bytes).write(to: URL(filePath: path))
            let (source, compression) = try ByteSources.open(FileDescriptor(reading: path, named: "calls"))
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1_024, alignment: 8)
            defer { unsafe buffer.deallocate() }
            let count = unsafe try source.read(into: buffer)
            return (unsafe String(decoding: buffer[..<count], as: UTF8.self), compression)
        }
    }

    // pzstd writes a skippable frame with the size of the next one before each.
    @Test(arguments: [0, 0xF] as [UInt8])
    func `a zstd file that begins with a skippable frame is read`(kind: UInt8) throws {
        let bytes = Self.skippable(kind, [14, 0, 0, 0]) + Self.frame
        let once = try read(bytes)
        #expect(once.text == "text\n" && once.compression == .zstd)
        #expect(try read(bytes + bytes + Self.skippable(kind, [])).text == "text\ntext\n")
        #expect { try read(Self.skippable(kind, [14, 0, 0, 0]).dropLast(1)) } throws: {
            "\($0)".contains("calls ends in the middle of a zstd frame")
        }
    }

    @Test func `a text that begins like a skippable frame is text`() throws {
        let result = try read(Array("Q*M,a\n".utf8))
        #expect(result.text == "Q*M,a\n" && result.compression == .none)
    }
}
