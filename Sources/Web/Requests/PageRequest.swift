import Accounts
import Acts
import Foundation
import Hummingbird
import Postgres
import Vocabulary

/// A request on its way to a page, with what the page may do for it.
struct PageRequest: Sendable {
    let web: Web
    let context: AppContext
    let method: HTTPRequest.Method
    let path: String
    let query: FormFields
    /// Of a POST.
    var form = FormFields()
    /// Of a form with a file.
    var upload: MultipartUpload?
    var agent = ""
    var flash: Flash?
    var wantsJSON = false
    /// Of a request of the API.
    var idempotencyKey: String?

    /// Who is signed in; only of routes that demand somebody.
    var session: UserSession {
        guard let session = context.session else { preconditionFailure("the route lets in who is not signed in") }
        return session
    }

    func may(_ permission: Permission) -> Bool { context.session?.role.may(permission) ?? false }

    /// A part of the path.
    func part(_ name: String) -> String {
        context.parameters.get(name).map { $0.removingPercentEncoding ?? $0 } ?? ""
    }

    func number(_ name: String) throws -> Int64 {
        guard let number = Int64(part(name)), number > 0 else { throw Refusal.noPage }
        return number
    }

    // MARK: - The database

    /// Reads as reports do, within the session's entity.
    func read<Value: Sendable>(
        _ role: Role = .reporter, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await web.pool.transaction(web.reading(role, session: context.session), body)
    }

    /// Does what is asked as an act of the user's.
    func act<Answer: Codable & Sendable>(
        _ name: String, _ body: @escaping @Sendable (Connection) throws -> Answer
    ) async throws -> Answer {
        let request = actRequest(name)
        defer { web.waiting.forget() }
        return try await web.pool.session(web.writing(context.session)) { connection in
            try Acts.perform(request, on: connection) { _ in try body(connection) }
        }
    }

    /// Does it and takes it back.
    func rehearse<Answer: Sendable>(
        _ name: String, _ body: @escaping @Sendable (Connection) throws -> Answer
    ) async throws -> Answer {
        let request = actRequest(name)
        return try await web.pool.session(web.writing(context.session)) { connection in
            try Acts.rehearse(request, on: connection) { _ in try body(connection) }
        }
    }

    /// Whoever acts, from where and why, with the key by which the same form is known again.
    func actRequest(_ name: String) -> ActRequest {
        let mail = context.session?.mail ?? "nobody"
        let actor =
            context.holder.map { Actor(.token, APITokenHolder.actorName(mail: mail, prefix: $0.prefix)) }
            ?? Actor(.user, mail)
        // Keys of one token are not those of another, nor those of forms.
        let key =
            wantsJSON
            ? idempotencyKey.map { "api:\(context.holder.map { "\($0.tokenID)" } ?? mail.prefix(20)):\($0)" }
            : form["key"].flatMap { SecretToken($0) }.map { "page:\($0.text)" }
        let place = wantsJSON ? "\(path) \(context.session?.entityCode ?? "")" : path
        return ActRequest(
            name, by: actor, from: origin, entityID: context.session?.entityID, reason: form["reason"], key: key,
            body: Array(place.utf8) + [0] + Array(form.removing(["csrf", "key"]).encoded.utf8))
    }

    /// From where whoever acts does so, for the audit.
    var origin: String { "\(wantsJSON ? "API" : "page") \(path) from \(context.address)" }

    // MARK: - Tokens

    /// Which a form of this session carries, so that no other site can send it.
    var csrf: String { context.token?.derived(for: "csrf") ?? "" }

    /// Of a form that moves money: the same form has the same, so that sending it twice does it once.
    static func newKey() -> String { SecretToken().text }
}

extension Refusal {
    /// The same for what is missing and what is not the reader's business.
    static var noPage: Refusal { Refusal(.notFound, "page.not_found", "There is nothing here") }
}
