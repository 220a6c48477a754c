import Foundation
import TestSupport
import Testing

@testable import Files

/// Text in frames of which any is reached without the others.
@Suite struct FrameTests {
    private static let texts = [
        "header\n", "first,1\nfirst,2\n", "second\n", String(repeating: "third,", count: 90_000),
    ]

    private func write(_ texts: [String], to path: String) throws {
        let writer = try FrameWriter(FileDescriptor(creating: path))
        for text in texts {
            try unsafe Array(text.utf8).withUnsafeBytes { try unsafe writer.write($0) }
            try writer.endFrame()
        }
        try writer.finish()
    }

    private func read(_ source: any ByteSource, _ count: Int) throws -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
        defer { unsafe buffer.deallocate() }
        let filled = unsafe try source.read(into: buffer)
        return unsafe String(decoding: buffer[..<filled], as: UTF8.self)
    }

    private func withFile(_ body: (String) throws -> Void) throws {
        try withTestHome { home in
            try FileManager.default.createDirectory(atPath: home.path, withIntermediateDirectories: true)
            try body("\(home.path)/packed.zst")
        }
    }

    @Test func `any place of the text is reached, forwards, within a frame and to the end`() throws {
        try withFile { path in
            try write(Self.texts, to: path)
            let text = Array(Self.texts.joined().utf8)
            // By its table, and as any zstd file.
            for isPacked in [true, false] {
                for place in [0, 3, 7, 8, 23, 29, 30, 31, 5_000, text.count - 1, text.count] {
                    let source = try ByteSources.open(FileDescriptor(reading: path), isPacked: isPacked).source
                    #expect(try source.pass(place) == place)
                    let expected = String(decoding: text[place..<min(place + 40, text.count)], as: UTF8.self)
                    #expect(try read(source, 40) == expected, "\(place)")
                    #expect(try source.pass(text.count) == max(0, text.count - place - 40))
                    #expect(try read(source, 40) == "")
                }
            }
        }
    }

    @Test func `one frame is read where one is asked for, whatever became of the others`() throws {
        try withFile { path in
            try write(Self.texts, to: path)
            let table = try #require(try FrameTable(FileDescriptor(reading: path)))
            #expect(table.textOffsets == [0, 7, 23, 30, 540_030])
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            for place in table.fileOffsets[1]..<table.fileOffsets[4]
            where !(table.fileOffsets[2]..<table.fileOffsets[3]).contains(place) {
                bytes[place] = 0
            }
            try Data(bytes).write(to: URL(filePath: path))
            let source = try ByteSources.open(FileDescriptor(reading: path), isPacked: true).source
            #expect(try read(source, 7) == "header\n")
            #expect(try source.pass(16) == 16)
            #expect(try read(source, 7) == "second\n")
            #expect(throws: InputError.self) { try read(source, 1) }
        }
    }

    @Test func `a table that does not cover the file is none`() throws {
        try withFile { path in
            try write(Self.texts, to: path)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            func table(_ bytes: [UInt8]) throws -> FrameTable? {
                try Data(bytes).write(to: URL(filePath: path))
                return try FrameTable(FileDescriptor(reading: path))
            }
            #expect(try table(bytes) != nil)
            #expect(try table(bytes.dropLast(1) + []) == nil)
            #expect(try table([0] + bytes) == nil)
            #expect(try table([]) == nil)
            // More frames than there is room for.
            var wrong = bytes
            wrong[wrong.count - 7] = 0xFF
            #expect(try table(wrong) == nil)
        }
    }
}
