import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// Answers of the API.
struct APIAnswer: Sendable {
    var status: HTTPResponse.Status
    var bytes: Data
    /// Address of what was made.
    var location: String?
    /// Address of the next page.
    var next: String?

    static func value(_ value: some Encodable, _ status: HTTPResponse.Status, at location: String? = nil) throws
        -> APIAnswer
    {
        APIAnswer(status: status, bytes: try encode(value), location: location)
    }

    private struct Page<Item: Encodable>: Encodable {
        var items: [Item]
        var next: String?
    }

    static func page<Item>(_ page: APIPage<Item>, _ request: APIRequest) throws -> APIAnswer {
        let next = page.end.map { end in
            request.page.query.setting("after", APICursor.text(end, request)).address(request.page.path)
        }
        return APIAnswer(status: .ok, bytes: try encode(Page(items: page.items, next: next)), next: next)
    }

    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    var response: Response {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "private, no-store"]
        if let location { headers[.location] = location }
        if let next, let link = HTTPField.Name("Link") { headers[link] = "<\(next)>; rel=\"next\"" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// The place at which a page ends, as an address has it: opaque, and of that list with those filters alone.
enum APICursor {
    private static let separator = "\u{1F}"

    static func text(_ place: [String], _ request: APIRequest) -> String {
        let parts = [tag(request)] + place
        let base64 = Data(parts.joined(separator: separator).utf8).base64EncodedString()
        return base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// - Throws: `Refusal` where it is of no answer of this list.
    static func place(_ text: String, parts: Int, _ request: APIRequest) throws -> [String] {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: base64), let plain = String(data: bytes, encoding: .utf8) else {
            throw refusal
        }
        let found = plain.components(separatedBy: separator)
        guard found.count == parts + 1, found[0] == tag(request) else { throw refusal }
        return Array(found.dropFirst())
    }

    static var refusal: Refusal {
        Refusal(
            .invalid, "page.wrong_cursor",
            "after: It is no place of this list with these filters; follow `next` of an answer as it is",
            facts: ["field": "after"], place: Refusal.Place(field: "after"))
    }

    /// Mark of list, entity and filters: FNV-1a over them.
    private static func tag(_ request: APIRequest) -> String {
        let filters = request.page.query.removing(["after", "limit"])
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(request.endpoint.id) \(request.page.session.entityID) \(filters.encoded)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 36)
    }
}
