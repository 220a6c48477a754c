import Foundation
import NIOCore
import Testing
import Vocabulary

@testable import Web

/// Forms with a file, taken apart while they arrive.
@Suite struct MultipartTests {
    private static let contentType = "multipart/form-data; boundary=\"--x y\""
    private static let file = "call_id,\r\n--\r\n----x\r\n----x z\r\r\n\r\n"
    private static let whole = """
        preamble\r\n----x y \r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntoken\r\n----x y\r\n\
        content-type: text/csv\r\ncontent-disposition: form-data; name="file"; filename="a \\"b\\\\c;d=.csv"\r\n\r\n\(file)\
        \r\n----x y\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n----x y--\r\nepilogue
        """

    /// Events with what a part holds in one piece.
    private static func events(_ pieces: [[UInt8]], _ contentType: String = contentType) throws -> [String] {
        var parser = try MultipartParser(contentType: contentType)
        var told: [String] = []
        var text: [UInt8] = []
        for piece in pieces {
            try parser.feed(piece) { event in
                switch event {
                case .began(let name, let fileName): told.append("\(name):\(fileName ?? "-")")
                case .bytes(let bytes): text += bytes
                case .ended:
                    told.append(String(decoding: text, as: UTF8.self))
                    text = []
                }
            }
        }
        try parser.finish()
        return told
    }

    @Test func `a form is the same wherever it is split`() throws {
        let bytes = Array(Self.whole.utf8)
        let expected = ["csrf:-", "token", "file:a \"b\\c;d=.csv", Self.file, "empty:-", ""]
        #expect(try Self.events([bytes]) == expected)
        #expect(try Self.events(bytes.map { [$0] }) == expected)
        for place in 0...bytes.count {
            #expect(try Self.events([Array(bytes[..<place]), Array(bytes[place...])]) == expected, "split at \(place)")
        }
    }

    @Test func `a form that breaks off anywhere is refused`() throws {
        let bytes = Array(Self.whole.utf8)
        let end = bytes.count - "--\r\nepilogue".utf8.count
        for place in 0...end + 1 {
            #expect("cut at \(place)") { try Self.events([Array(bytes[..<place])]) } throws: {
                ($0 as? Refusal)?.reason == "upload.cut_off"
            }
        }
        #expect(throws: Never.self) { try Self.events([Array(bytes[..<(end + 2)])]) }
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x", "text/plain",
        "multipart/form-data; boundary=\"x", "multipart/form-data; boundary=x; boundary=y",
        "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
    ])
    func `what does not say how its parts are told apart is no form`(contentType: String) {
        #expect { try MultipartParser(contentType: contentType) } throws: {
            ($0 as? Refusal)?.reason == "upload.not_understood"
        }
    }

    @Test(arguments: [
        "--b\r\n\r\nno headers\r\n--b--", "--b\r\nX: y\r\n\r\nno name\r\n--b--",
        "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n\r\n--b--", "--bc\r\n",
        "--b\r\nX: " + String(repeating: "y", count: 9_000) + "\r\n\r\n",
        "--b\r\nX: " + String(repeating: "y", count: 9_000),
        String(repeating: "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", count: 201),
    ])
    func `parts that do not say what they are are refused`(text: String) {
        #expect { try Self.events([Array(text.utf8)], "multipart/form-data; boundary=b") } throws: {
            ($0 as? Refusal)?.reason == "upload.not_understood"
        }
    }

    @Test(arguments: [
        ("calls.csv", "calls.csv"), ("../../etc/passwd", "passwd"), ("C:\\a\\b.csv", "b.csv"), ("..", "upload"),
        ("", "upload"), (".hidden", "hidden"), ("a\u{0}b\n.csv", "ab.csv"), ("a\u{202E}vsc.exe", "avsc.exe"),
        ("شركة.csv", "شركة.csv"),
        ("/", "upload"),
    ])
    func `a file name is only a name`(stated: String, name: String) {
        #expect(MultipartUpload.safeName(stated) == name)
        #expect(MultipartUpload.safeName(String(repeating: "é", count: 300)).utf8.count == 200)
    }

    private static func receive(_ text: String, fileBytesMax: Int = 1_000) async throws -> (MultipartUpload, String) {
        let folder = "\(NSTemporaryDirectory())/didtron-upload-\(UUID().uuidString)"
        let bytes = Array(text.utf8)
        let body = AsyncThrowingStream<ByteBuffer, any Error> { stream in
            for place in stride(from: 0, to: bytes.count, by: 7) {
                stream.yield(ByteBuffer(bytes: bytes[place..<min(place + 7, bytes.count)]))
            }
            stream.finish()
        }
        let upload = try await MultipartUpload.receive(
            body, contentType: contentType, into: folder,
            limits: MultipartUpload.Limits(fileBytesMax: fileBytesMax, fieldBytesMax: 100)
        ) { fields in
            guard fields["csrf"] == "token" else { throw Refusal.noPage }
        }
        return (upload, folder)
    }

    private static func left(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    @Test func `a file is kept as it was sent, and removed`() async throws {
        let (upload, folder) = try await Self.receive(Self.whole)
        let file = try #require(upload.file)
        #expect(file.name == "c;d=.csv" && file.bytes == Self.file.utf8.count && upload.fields["csrf"] == "token")
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == Self.file)
        upload.remove()
        #expect(Self.left(in: folder).isEmpty)
    }

    @Test func `of a file that is too large or cut off nothing is left`() async throws {
        let (tooLarge, one) = try await Self.receive(Self.whole, fileBytesMax: 5)
        #expect(tooLarge.refusal?.reason == "upload.too_large" && Self.left(in: one).isEmpty)
        let (cut, two) = try await Self.receive(String(Self.whole.dropLast(60)))
        #expect(cut.refusal?.reason == "upload.cut_off" && cut.file == nil && Self.left(in: two).isEmpty)
        #expect(cut.fields["csrf"] == "token")
    }

    @Test func `no byte of a file is kept before the token`() async throws {
        await #expect(throws: Refusal.self) {
            try await Self.receive(Self.whole.replacing("token", with: "other"))
        }
    }
}
