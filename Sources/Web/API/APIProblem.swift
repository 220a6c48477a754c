import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Why a request of the API was not done, as programs read it: `application/problem+json` (RFC 9457).
struct APIProblem: Error {
    var status: HTTPResponse.Status
    var title: String
    /// What happened, a sentence.
    var detail: String
    /// One of few, which says what kind of no it is.
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
    init(_ problem: Problem) {
        self.init(
            status: problem.status, title: problem.title, detail: problem.sentence, code: problem.code,
            reason: problem.reason, advice: problem.advice, facts: problem.facts,
            field: problem.facts["field"] ?? problem.field,
            retryAfter: problem.retryAfter)
    }
}
