internal import Database
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Vocabulary

/// The end of a request that did not do what was asked, in the words of a page.
struct Problem: Sendable {
    var status: HTTPResponse.Status
    var title: String
    /// What happened, and whether anything was changed.
    var sentence: String
    /// What to do.
    var advice: String
    var reason: String
    /// Seconds after which to try again.
    var retryAfter: Int?
    /// Code of the refusal, from a short list.
    var code = "fault"
    /// Facts of the refusal.
    var facts: [String: String] = [:]
    /// The field that it is about.
    var field: String?
    /// Nobody's fault but ours, so somebody is to look into the log.
    var isFault = false

    init(_ error: any Error) {
        if let refusal = Refusal(error) {
            self.init(refusal)
        } else if let http = error as? any HTTPResponseError {
            self.init(http.status, body: (http as? HTTPError)?.body)
        } else {
            self.init(fault: ())
        }
    }

    private init(fault: Void) {
        status = .internalServerError
        title = "Something went wrong here"
        sentence = "The page could not be made, by a fault of ours. Nothing was changed by it."
        advice = "Try again. If it comes back, tell us the request below."
        reason = "server.fault"
        isFault = true
    }

    private init(_ refusal: Refusal) {
        reason = refusal.reason
        code = refusal.code.rawValue
        facts = refusal.facts
        field = refusal.place?.field
        sentence = refusal.message + "."
        switch refusal.code {
        case .notFound:
            status = .notFound
            title = "Not found"
            advice = "Check the address, or look for it in the list it belongs to."
        case .conflict:
            status = .conflict
            title = "It is not as it was"
            advice = "Nothing was changed. Reload the page to see how it stands now."
        case .forbidden:
            status = .forbidden
            title = "Not allowed"
            advice = "Nothing was changed. Somebody with another role can do it."
        case .invalid:
            status = .unprocessableContent
            title = "Not understood"
            advice = "Nothing was changed. Correct it and send it again."
        case .tooLarge:
            status = .contentTooLarge
            title = "Too large"
            advice = "Nothing was changed. Send less at a time."
        case .busy:
            status = refusal.reason == "user.too_many_attempts" ? .tooManyRequests : .serviceUnavailable
            title = "Busy"
            advice = "Nothing was changed. Try again in a moment."
            retryAfter = refusal.reason == "user.too_many_attempts" ? 900 : 2
        case .unavailable:
            status = .serviceUnavailable
            title = "The database cannot be reached"
            advice = "Try again in a moment."
            retryAfter = 5
        }
    }

    private init(_ status: HTTPResponse.Status, body: String?) {
        self.status = status
        reason = "http.\(status.code)"
        code = "invalid"
        switch status {
        case .notFound, .badRequest:
            self.status = .notFound
            code = "not_found"
            title = "Not found"
            sentence = "There is nothing here."
            advice = "Check the address, or look for it in the list it belongs to."
        case .methodNotAllowed:
            title = "Not like that"
            code = "not_allowed"
            sentence = "This address takes other requests."
            advice = "Go back and use the buttons of the page."
        case .contentTooLarge:
            code = "too_large"
            title = "Too large"
            sentence = "What was sent is larger than this page takes. Nothing was changed."
            advice = "Send less at a time."
        default:
            title = "It did not work"
            sentence = (body ?? "The request was refused") + "."
            advice = "Nothing was changed. Try again."
        }
    }
}
