import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// Why a request of the API was not done, as programs read it: `application/problem+json` (RFC 9457).
struct APIProblem: Error {
    var status: HTTPResponse.Status
    var title: String
    /// Sentence on the cause.
    var detail: String
    /// Code of the refusal, from a short list.
    var code: String
    /// Fixed for programs.
    var reason: String
    var advice: String?
    var facts: [String: String] = [:]
    /// The parameter or field that it is about.
    var field: String?
    /// Seconds after which to try again.
    var retryAfter: Int?

    static func noToken(isStated: Bool) -> APIProblem {
        APIProblem(
            status: .unauthorized, title: "Not signed in",
            detail: isStated ? "The token does not hold: it is unknown, expired or revoked." : "There is no token.",
            code: "unauthorized", reason: isStated ? "token.not_valid" : "token.missing",
            advice: "Send a token that holds as Authorization: Bearer.")
    }

    static let tooMany = APIProblem(
        status: .tooManyRequests, title: "Too many requests",
        detail: "The token has sent more requests than are taken.",
        code: "busy", reason: "token.too_many_requests", advice: "Try again in a moment.", retryAfter: 1)

    static func otherType(_ detail: String) -> APIProblem {
        APIProblem(
            status: .unsupportedMediaType, title: "Another type", detail: "\(detail).", code: "invalid",
            reason: "http.415", advice: "Nothing was changed. Send it as that type.")
    }

    private struct Document: Encodable {
        var type, title: String
        var status: Int
        var detail, code, reason: String
        var advice: String?
        var facts: [String: String]?
        var field: String?
        var request: String
    }

    func response(_ context: AppContext) -> Response {
        let document = Document(
            type: "urn:didtron:problem:\(reason)", title: title, status: status.code, detail: detail, code: code,
            reason: reason, advice: advice, facts: facts.isEmpty ? nil : facts, field: field, request: context.id)
        // Texts alone, which can always be encoded.
        let bytes = (try? APIAnswer.encode(document)) ?? Data()
        return Response(
            status: status, headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension APIProblem {
    /// The same as a page says it, in words for programs and those who write them.
    init(_ problem: Problem) {
        let detail = Choice.worded(in: problem.sentence) { choice in
            "`\(choice.name.rawValue)\(choice.value.map { ": \($0)" } ?? "")`"
        }
        self.init(
            status: problem.status, title: problem.title,
            detail: problem.isFault ? "It could not be done, by a fault of ours. Nothing was changed." : detail,
            code: problem.code, reason: problem.reason, advice: Self.advice[problem.code], facts: problem.facts,
            field: problem.facts["field"] ?? problem.field, retryAfter: problem.retryAfter)
    }

    private static let advice = [
        "not_found": "Check the address; lists of the API have the ids and numbers that there are.",
        "conflict": "Nothing was changed. Read it again to see how it stands now.",
        "forbidden": "Nothing was changed. A token with the scope, of a user whose role may do it, can.",
        "invalid": "Nothing was changed. Correct it and send it again.",
        "too_large": "Nothing was changed. Send less at a time.",
        "busy": "Nothing was changed. Send it again in a moment.",
        "unavailable": "Send it again in a moment.",
        "fault": "Send it again. If it comes back, tell us the request.",
    ]
}
