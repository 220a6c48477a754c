import Accounts
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import Vocabulary

/// The server of pages and API, as a service that stops when it is told to.
package struct WebServer: Service {
    let web: Web
    let logger: Logger
    /// Called once with the port that the server listens on.
    let onRunning: @Sendable (Int) async -> Void

    package init(_ web: Web, logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) {
        self.web = web
        self.logger = logger
        self.onRunning = onRunning
    }

    package func run() async throws {
        let router = Router(context: AppContext.self)
        router.add(middleware: RequestLog(web: web))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(web: web))
        for route in Routes.pages {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await self.answer(route, request, context)
            }
        }
        APIServer(web: web).add(to: router)
        router.get("/assets/**") { request, _ in
            let accepts = request.headers[.acceptEncoding]?.contains("gzip") ?? false
            guard let response = web.assets.response(request.uri.path, acceptsGzip: accepts) else {
                throw HTTPError(.notFound)
            }
            return response
        }
        let application = Application(
            router: router,
            server: .http1(configuration: .init(additionalChannelHandlers: [ClientPresence()])),
            configuration: ApplicationConfiguration(
                address: .hostname(web.settings.host, port: web.settings.port), serverName: "didtron"),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await web.jobEvents.run() }
            try await application.run()
            group.cancelAll()
        }
        web.pool.shutDown()
    }

    // MARK: - One request

    private func answer(_ route: Route, _ request: Request, _ context: AppContext) async throws -> Response {
        var request = request
        var context = context
        let cookies = request.cookies
        context.preferences = Preferences(cookies)
        context.token = SecretToken(cookies[SessionCookie.name]?.value ?? "")
        if route.access != .everyone || context.token != nil { try await findSession(&context) }
        if context.session == nil {
            context.token = SecretToken(cookies[SessionCookie.visit]?.value ?? "")
        }

        var page = PageRequest(
            web: web, context: context, method: request.method, path: request.uri.path,
            query: FormFields(encoded: request.uri.query ?? ""))
        page.agent = request.headers[.userAgent] ?? ""
        page.flash = Flash(cookies)
        do {
            if route.takesFile, let type = request.headers[.contentType], type.hasPrefix("multipart/") {
                // Nobody's file is taken who may not send one.
                if let elsewhere = try way(to: route, page) { return elsewhere }
                return try await answer(route, page, request, type)
            }
            if request.method == .post { page.form = try await form(&request) }
            if let elsewhere = try way(to: route, page) { return elsewhere }
            if request.method == .post { try checkOrigin(of: page, request) }
            guard request.method == .get else { return try await route.answer(page) }
            let asked = page
            return try await context.client.whileThere { try await route.answer(asked) }
        } catch {
            return ErrorPages(web: web).response(to: error, request, context)
        }
    }

    /// Takes the file of a form, whose token has to come before it, and lets the page answer.
    private func answer(
        _ route: Route, _ page: PageRequest, _ request: Request, _ contentType: String
    ) async throws -> Response {
        let limits = MultipartUpload.Limits(
            fileBytesMax: web.settings.uploadBytesMax, fieldBytesMax: web.settings.formBytesMax)
        let upload = try await MultipartUpload.receive(
            request.body, contentType: contentType, into: web.database.home.uploads, limits: limits
        ) { fields in
            var asked = page
            asked.form = fields
            try checkOrigin(of: asked, request)
        }
        defer { upload.remove() }
        var page = page
        page.form = upload.fields
        page.upload = upload
        try checkOrigin(of: page, request)
        return try await route.answer(page)
    }

    private func findSession(_ context: inout AppContext) async throws {
        guard let token = context.token else { return }
        let (found, news) = try await web.pool.transaction(web.reading(.app)) { [web] connection in
            let found = try UserSession.of(token, on: connection)
            return (found, try found.map { try ShellNews.of($0, counts: web.waiting, on: connection) } ?? ShellNews())
        }
        context.session = found
        context.news = news
        if let found, found.isStale {
            try await web.pool.transaction(web.writing()) { try found.use(on: $0) }
        }
    }

    private func form(_ request: inout Request) async throws -> FormFields {
        let body = try await request.collectBody(upTo: web.settings.formBytesMax)
        return FormFields(encoded: String(buffer: body))
    }

    /// The way to sign in, where somebody has to first; nil where the request may go on.
    ///
    /// - Throws: `Refusal` where the role may not.
    private func way(to route: Route, _ page: PageRequest) throws -> Response? {
        let stage = page.context.session?.stage
        switch route.access {
        case .everyone: return nil
        case .begun where stage != nil: return nil
        case .signedIn where stage == .whole: return nil
        case .needs(let permission) where stage == .whole:
            guard page.may(permission) else {
                // A customer is not told that staff have such a page, nor the other way round.
                throw permission == .seePortal || page.session.role == .customer
                    ? Refusal.noPage
                    : Refusal(
                        .forbidden, "page.role_may_not", "The role \(page.session.role.title) may not do this",
                        facts: ["role": page.session.role.rawValue])
            }
            return nil
        case .begun, .signedIn, .needs: break
        }
        if stage == .secondFactor { return page.redirect(to: "/sign-in/code") }
        // What was typed comes back as the form's query; the tokens were of the session that is over.
        let typed = page.method == .post ? page.form.removing(["csrf", "key", "version"]) : page.query
        let next = typed.address(page.path)
        let kept = next.utf8.count <= 4_000 ? next : page.path
        return page.redirect(to: FormFields([("next", kept)]).address("/sign-in"))
    }

    /// No other site can have a form sent here: it does not know the token.
    private func checkOrigin(of page: PageRequest, _ request: Request) throws {
        let header = HTTPField.Name("X-CSRF-Token").flatMap { request.headers[$0] }
        let stated = page.form["csrf"] ?? header ?? ""
        guard page.context.token != nil, SecretToken.areEqual(stated, page.csrf) else {
            throw Refusal(
                .forbidden, "page.wrong_token", "The form was not sent from these pages, or its session is over")
        }
    }
}

/// Cookies of who is signed in, and of who is about to.
enum SessionCookie {
    static let name = "didtron-session"
    static let visit = "didtron-visit"

    static func make(_ token: SecretToken, name: String = SessionCookie.name, secure: Bool) -> Cookie {
        Cookie(name: name, value: token.text, path: "/", secure: secure, httpOnly: true, sameSite: .lax)
    }

    static func gone(_ name: String = SessionCookie.name, secure: Bool) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: secure, httpOnly: true, sameSite: .lax)
    }
}
