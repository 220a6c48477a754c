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

    @Test func `a file whose name is not UTF-8 is opened by the name as a command gets it`() throws {
        try withTestHome { home in
            try FileManager.default.createDirectory(atPath: home.path, withIntermediateDirectories: true)
            func name(_ byte: UInt8) -> [CChar] {
                (Array("\(home.path)/caf".utf8) + [byte] + Array(".csv".utf8) + [0]).map { CChar(bitPattern: $0) }
            }
            func make(_ byte: UInt8, _ text: String) throws {
                let opened = unsafe fopen(name(byte), "w")
                let file = unsafe try #require(opened)
                unsafe fputs(text, file)
                unsafe fclose(file)
            }
            try make(0xE9, "text")
            let path = "\(home.path)/caf\u{FFFD}.csv"
            #expect(try FileDescriptor(reading: path).byteCount() == 4)
            try make(0xE8, "other")
            #expect { try FileDescriptor(reading: path) } throws: { "\($0)".contains("may be 2 files") }
            #expect(throws: InputError.self) { try FileDescriptor(reading: "\(home.path)/th\u{FFFD}.csv") }
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
