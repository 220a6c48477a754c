import Accounts
import Acts
import Catalog
import Foundation
import Hummingbird
import Postgres
import Vocabulary

/// Coming in by a password and, where there is one, a second factor; coming in by a link; going out.
enum SignInPage {
    static let routes: [Route] = [
        .get("/", .everyone) { request in
            request.redirect(to: request.context.session.map(home) ?? "/sign-in")
        },
        .get("/sign-in", .everyone) { try await ask($0, fields: $0.query, problems: []) },
        .post("/sign-in", .everyone, signIn),
        .get("/sign-in/code", .begun) { askCode($0, problem: nil) },
        .post("/sign-in/code", .begun, checkCode),
        .get("/link/:token", .everyone) { try await showLink($0, problems: []) },
        .post("/link/:token", .everyone, useLink),
        .post("/sign-out", .begun, signOut),
        .post("/preferences", .everyone, setPreferences),
        .post("/entity", .needs(.chooseEntity), chooseEntity),
    ]

    struct Content {
        var title: String
        var problems: [FormProblem]
        var fields: [Field]
        var hidden: [Filters.Hidden]
        var action: String
        var verb: String
        var text: String?
        var foot: String?
    }

    private static func home(_ session: UserSession) -> String {
        session.role == .customer ? "/portal/billing" : "/admin/billing/invoices"
    }

    /// Only within these pages.
    private static func next(_ request: PageRequest, _ session: UserSession?) -> String {
        let stated = request.form["next"] ?? request.query["next"] ?? ""
        return isOwn(stated) ? stated : session.map(home) ?? "/"
    }

    /// Browsers take a backslash for a slash, and two slashes for another site.
    private static func isOwn(_ path: String) -> Bool {
        path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("\\")
    }

    // MARK: - By a password

    private static func ask(
        _ request: PageRequest, fields: FormFields, problems: [FormProblem], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let next = request.form["next"] ?? fields["next"] ?? ""
        return page(
            request,
            Content(
                title: "Sign in", problems: problems,
                fields: [
                    Field(
                        "mail", "Mail address", value: fields.typed("mail"), type: "email", width: 30,
                        autocomplete: "username"),
                    Field("password", "Password", type: "password", width: 30, autocomplete: "current-password"),
                ], hidden: [Filters.Hidden(name: "next", value: next)], action: "/sign-in", verb: "Sign in",
                foot: next.isEmpty
                    ? "Forgotten the password? Whoever runs this installation can send you a link."
                    : "What you were filling in is kept: after signing in the form comes back as you left it."),
            status: status)
    }

    /// With a token for its form, of a visit where nobody is signed in yet.
    private static func page(
        _ request: PageRequest, _ content: Content, status: HTTPResponse.Status = .ok
    ) -> Response {
        var request = request
        var context = request.context
        var isNew = false
        if context.token == nil {
            context.token = SecretToken()
            isNew = true
        }
        request = PageRequest(
            web: request.web, context: context, method: request.method, path: request.path, query: request.query,
            form: request.form, agent: request.agent, flash: request.flash)
        var content = content
        content.hidden.append(Filters.Hidden(name: "csrf", value: request.csrf))
        let title = content.problems.isEmpty ? content.title : "Error: \(content.title)"
        var response = request.page("sign-in/form", Shell(request, title: title), content, status: status)
        if isNew, let token = context.token {
            response.setCookie(
                SessionCookie.make(token, name: SessionCookie.visit, secure: request.web.settings.hasSecureCookies))
        }
        return response
    }

    private static func signIn(_ request: PageRequest) async throws -> Response {
        let web = request.web
        let mail = request.form["mail"] ?? ""
        let password = request.form.typed("password")
        guard !mail.isEmpty, !password.isEmpty else {
            var problems: [FormProblem] = []
            if mail.isEmpty { problems.append(FormProblem(name: "mail", text: "Enter your mail address.")) }
            if password.isEmpty { problems.append(FormProblem(name: "password", text: "Enter your password.")) }
            return try await ask(request, fields: request.form, problems: problems, status: .unprocessableContent)
        }
        let attempt: SignIn
        do {
            attempt = try await web.pool.session(web.writing()) { connection in
                try SignIn.begin(mail: mail, address: request.context.address, on: connection)
            }
        } catch {
            guard let refusal = Refusal(error), refusal.reason == "user.too_many_attempts" else { throw error }
            return try await ask(
                request, fields: request.form,
                problems: [FormProblem(text: refusal.message + ". Wait a quarter of an hour and try again.")],
                status: .tooManyRequests)
        }
        let isRight = try await web.passwords.run { attempt.matches(password) }
        guard isRight, let userID = attempt.userID else {
            return try await ask(
                request, fields: request.form,
                problems: [FormProblem(name: "mail", text: "Mail address and password do not belong together.")],
                status: .unprocessableContent)
        }
        let stage: UserSession.Stage = attempt.hasSecondFactor ? .secondFactor : .whole
        let token = try await begin(request, userID: userID, mail: mail, stage: stage) { connection in
            // Else somebody who knows the password could guess codes for ever.
            if stage == .whole { try attempt.recordSuccess(on: connection) }
        }
        let onward =
            stage == .whole
            ? next(request, nil) : FormFields([("next", request.form["next"] ?? "")]).address("/sign-in/code")
        return entered(request, token, to: onward)
    }

    /// Begins a session as an act of whoever comes in.
    private static func begin(
        _ request: PageRequest, userID: Int32, mail: String, stage: UserSession.Stage,
        _ before: @escaping @Sendable (Connection) throws -> Void
    ) async throws -> SecretToken {
        let web = request.web
        let earlier = request.context.session?.id
        let act = ActRequest(
            stage == .whole ? "user.sign_in" : "user.begin_sign_in", by: Actor(.user, mail.lowercased()),
            from: "page \(request.path.hasPrefix("/link/") ? "/link" : request.path) from \(request.context.address)")
        let text = try await web.pool.session(web.writing()) { connection in
            try Acts.perform(act, on: connection) { _ in
                try before(connection)
                return try UserSession.begin(
                    userID: userID, stage: stage, address: request.context.address, agent: request.agent,
                    earlierID: earlier, on: connection
                ).text
            }
        }
        guard let token = SecretToken(text) else { preconditionFailure("a token is read from its own text") }
        return token
    }

    private static func entered(_ request: PageRequest, _ token: SecretToken, to path: String) -> Response {
        let secure = request.web.settings.hasSecureCookies
        var response = request.redirect(to: path)
        response.setCookie(SessionCookie.make(token, secure: secure))
        response.setCookie(SessionCookie.gone(SessionCookie.visit, secure: secure))
        return response
    }

    // MARK: - By a code

    private static func askCode(_ request: PageRequest, problem: String?) -> Response {
        guard request.session.stage == .secondFactor else { return request.redirect(to: home(request.session)) }
        let next = request.form["next"] ?? request.query["next"] ?? ""
        return page(
            request,
            Content(
                title: "Enter the code", problems: problem.map { [FormProblem(name: "code", text: $0)] } ?? [],
                fields: [
                    Field(
                        "code", "Code from your device", hint: "Six digits, or one of your recovery codes",
                        error: problem,
                        width: 12, autocomplete: "one-time-code")
                ], hidden: [Filters.Hidden(name: "next", value: next)], action: "/sign-in/code", verb: "Go on"),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private static func checkCode(_ request: PageRequest) async throws -> Response {
        let web = request.web
        let session = request.session
        guard session.stage == .secondFactor else { return request.redirect(to: home(session)) }
        let code = request.form["code"] ?? ""
        let address = request.context.address
        let now = Int64(Date.now.timeIntervalSince1970)
        do {
            // Codes are limited like passwords.
            let attempt = try await web.pool.session(web.writing()) {
                try SignIn.begin(mail: session.mail, address: address, on: $0)
            }
            let token = try await begin(request, userID: session.userID, mail: session.mail, stage: .whole) {
                try SecondFactor.use(userID: session.userID, code: code, nowSeconds: now, on: $0)
                try attempt.recordSuccess(on: $0)
            }
            return entered(request, token, to: next(request, session))
        } catch {
            guard let refusal = Refusal(error), ["user.wrong_code", "user.too_many_attempts"].contains(refusal.reason)
            else { throw error }
            return askCode(request, problem: refusal.message + ".")
        }
    }

    // MARK: - By a link

    private static func showLink(
        _ request: PageRequest, problems: [FormProblem], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let holder = try await holder(request)
        let isInvitation = holder.purpose == .invitation
        return page(
            request,
            Content(
                title: isInvitation ? "Choose a password" : "Sign in", problems: problems,
                fields: isInvitation
                    ? [
                        Field(
                            "password", "Password",
                            hint: "At least \(PasswordHash.lengths.lowerBound) characters; a few words do well",
                            error: problems.first { $0.name == "password" }?.text, type: "password", width: 30,
                            autocomplete: "new-password")
                    ] : [], hidden: [], action: request.path, verb: isInvitation ? "Set password" : "Sign in",
                text: "As \(holder.mail)", foot: "This link lets in once."),
            status: status)
    }

    private static func holder(
        _ request: PageRequest
    ) async throws -> (userID: Int32, mail: String, purpose: SignInLink.Purpose) {
        guard let token = SecretToken(request.part("token")) else { throw linkIsOver }
        let found = try await request.web.pool.transaction(request.web.reading(.app)) {
            try SignInLink.holder(of: token, on: $0)
        }
        guard let found else { throw linkIsOver }
        return found
    }

    private static var linkIsOver: Refusal {
        Refusal(.notFound, "user.link_is_over", "The link was used before, or has expired")
    }

    private static func useLink(_ request: PageRequest) async throws -> Response {
        let holder = try await holder(request)
        guard let link = SecretToken(request.part("token")) else { throw linkIsOver }
        var hash: String?
        if holder.purpose == .invitation {
            let password = request.form.typed("password")
            do { hash = try await request.web.passwords.run { try PasswordHash.make(password) } } catch {
                guard let refusal = Refusal(error), refusal.code == .invalid else { throw error }
                return try await showLink(
                    request, problems: [FormProblem(name: "password", text: refusal.message + ".")],
                    status: .unprocessableContent)
            }
        }
        let made = hash
        let token = try await begin(request, userID: holder.userID, mail: holder.mail, stage: .whole) { connection in
            _ = try SignInLink.use(link, on: connection)
            if let made { try AppUser.setPassword(hash: made, ofUserID: holder.userID, on: connection) }
        }
        return entered(request, token, to: "/")
    }

    // MARK: - Going out, and how pages look

    private static func signOut(_ request: PageRequest) async throws -> Response {
        let web = request.web
        let session = request.session
        try await web.pool.session(web.writing()) { try session.end(on: $0) }
        var response = request.redirect(to: "/sign-in")
        response.setCookie(SessionCookie.gone(secure: web.settings.hasSecureCookies))
        return response
    }

    private static func setPreferences(_ request: PageRequest) async throws -> Response {
        let back = request.form["back"] ?? "/"
        var response = request.redirect(to: isOwn(back) ? back : "/")
        for (name, allowed) in [("theme", ["light", "dark", "system"]), ("density", ["comfortable", "compact"])] {
            guard let value = request.form[name], allowed.contains(value) else { continue }
            response.setCookie(
                Cookie(
                    name: "didtron-\(name)", value: value, maxAge: 365 * 24 * 3600, path: "/",
                    secure: request.web.settings.hasSecureCookies, httpOnly: true, sameSite: .lax))
        }
        return response
    }

    private static func chooseEntity(_ request: PageRequest) async throws -> Response {
        let web = request.web
        let session = request.session
        let code = request.form["entity"] ?? ""
        let name = try await web.pool.session(web.writing()) { connection in
            let id = try Catalog.entityID(code, on: connection)
            try session.use(entityID: id, on: connection)
            return code
        }
        return request.redirect(to: "/admin/billing/invoices", flash: Flash("You work in \(name) now."))
    }
}
