import Accounts
import Foundation
import Hummingbird
import Vocabulary

/// One's own password, second factor and sessions.
enum AccountPage {
    static let path = "/account"

    static let routes: [Route] = [
        .get(path, .signedIn) { try await show($0, problems: []) },
        .post("\(path)/password", .signedIn, setPassword),
        .post("\(path)/sessions", .signedIn, endSessions),
        .post("\(path)/second-factor", .signedIn, beginFactor),
        .post("\(path)/second-factor/confirm", .signedIn, confirmFactor),
        .post("\(path)/second-factor/remove", .signedIn, removeFactor),
    ]

    struct Place: Sendable {
        var id: String
        var agent: String
        var address: String
        var machine: String
        var seen: String
        var isThis: Bool
    }

    struct Content {
        var header: PageHeader
        var facts: [Fact]
        var problems: [FormProblem]
        var passwordFields: [Field]
        var places: [Place]
        var hasOthers: Bool
        var hasFactor: Bool
        var codesLeft: String
        /// Key of a second factor that is to be confirmed.
        var keyText: String?
        var codeFields: [Field]
        /// Shown once.
        var recoveryCodes: [String]
        var csrf: String
    }

    private static func show(
        _ request: PageRequest, problems: [FormProblem], recoveryCodes: [String] = []
    ) async throws -> Response {
        let session = request.session
        let (places, factor) = try await request.read(.app) { connection in
            (try session.places(on: connection), try SecondFactor.of(userID: session.userID, on: connection))
        }
        func error(_ name: String) -> String? { problems.first { $0.name == name }?.text }
        let content = Content(
            header: PageHeader(
                title: "Password and sessions",
                actions: request.may(.useAPI)
                    ? [PageHeader.Action(title: "Tokens of the API", href: TokenPage.path)] : []),
            facts: [Fact("User", session.mail), Fact("Role", session.role.title)], problems: problems,
            passwordFields: [
                Field(
                    "current", "Current password", error: error("current"), type: "password", width: 30,
                    autocomplete: "current-password"),
                Field(
                    "password", "New password", hint: "At least \(PasswordHash.lengths.lowerBound) characters",
                    error: error("password"), type: "password", width: 30, autocomplete: "new-password"),
            ],
            places: places.map { place in
                Place(
                    id: "\(place.sessionID)",
                    agent: place.agent.isEmpty ? "no name stated" : String(place.agent.prefix(120)),
                    address: place.address, machine: place.seenAt, seen: Instant(place.seenAt).text,
                    isThis: place.sessionID == session.id)
            }, hasOthers: places.count > 1, hasFactor: factor?.isConfirmed ?? false,
            codesLeft: "\(factor?.recoveryCodes ?? 0)",
            keyText: factor.flatMap { $0.isConfirmed ? nil : $0.code.keyText },
            codeFields: [
                Field(
                    "code", "Code from your device", hint: "Six digits", error: error("code"), width: 8,
                    autocomplete: "one-time-code", mode: "numeric")
            ], recoveryCodes: recoveryCodes, csrf: request.csrf)
        return request.page(
            session.role == .customer ? "account/portal" : "account/staff",
            Shell(request, title: problems.isEmpty ? "Password and sessions" : "Error: Password and sessions"), content,
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func setPassword(_ request: PageRequest) async throws -> Response {
        let web = request.web
        let session = request.session
        let (current, new) = (request.form.typed("current"), request.form.typed("password"))
        do {
            let attempt = try await web.pool.session(web.writing()) {
                try SignIn.begin(mail: session.mail, address: request.context.address, on: $0)
            }
            let isRight = try await web.passwords.run { attempt.matches(current) }
            guard isRight else {
                return try await show(
                    request, problems: [FormProblem(name: "current", text: "This is not your current password.")])
            }
            let hash = try await web.passwords.run { try PasswordHash.make(new) }
            _ = try await request.act("user.set_password") { connection in
                try attempt.recordSuccess(on: connection)
                try AppUser.setPassword(
                    hash: hash, ofUserID: session.userID, keptSessionID: session.id, on: connection)
                return true
            }
        } catch {
            guard let refusal = Refusal(error), refusal.reason.hasPrefix("user.") else { throw error }
            return try await show(
                request,
                problems: [FormProblem(name: refusal.place?.field ?? "current", text: refusal.message + ".")])
        }
        return request.redirect(to: path, flash: Flash("The password was changed. All other sessions have ended."))
    }

    private static func endSessions(_ request: PageRequest) async throws -> Response {
        let session = request.session
        let which: UserSession.Which = request.form["session"].flatMap { Int64($0) }.map { .one($0) } ?? .others
        _ = try await request.act("user.end_sessions") { connection in
            try session.end(which, on: connection)
            return true
        }
        return request.redirect(to: path, flash: Flash("The session has ended."))
    }

    private static func beginFactor(_ request: PageRequest) async throws -> Response {
        let userID = request.session.userID
        _ = try await request.act("user.set_second_factor") { connection in
            _ = try SecondFactor.set(userID: userID, on: connection)
            return true
        }
        return request.redirect(to: "\(path)#second-factor")
    }

    private static func confirmFactor(_ request: PageRequest) async throws -> Response {
        let userID = request.session.userID
        let code = request.form["code"] ?? ""
        let now = Int64(Date.now.timeIntervalSince1970)
        do {
            let codes = try await request.act("user.confirm_second_factor") { connection in
                try SecondFactor.confirm(userID: userID, code: code, nowSeconds: now, on: connection)
            }
            return try await show(request, problems: [], recoveryCodes: codes)
        } catch {
            guard let refusal = Refusal(error), refusal.reason == "user.wrong_code" else { throw error }
            return try await show(request, problems: [FormProblem(name: "code", text: refusal.message + ".")])
        }
    }

    private static func removeFactor(_ request: PageRequest) async throws -> Response {
        let userID = request.session.userID
        let code = request.form["code"] ?? ""
        let now = Int64(Date.now.timeIntervalSince1970)
        do {
            _ = try await request.act("user.remove_second_factor") { connection in
                try SecondFactor.use(userID: userID, code: code, nowSeconds: now, on: connection)
                try SecondFactor.remove(userID: userID, on: connection)
                return true
            }
        } catch {
            guard let refusal = Refusal(error), refusal.reason == "user.wrong_code" else { throw error }
            return try await show(request, problems: [FormProblem(name: "code", text: refusal.message + ".")])
        }
        return request.redirect(to: path, flash: Flash("The second factor was taken away."))
    }
}
