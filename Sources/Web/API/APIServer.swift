import Accounts
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// How a request of the API gets its answer: who asks, whether they may, what they state, what comes of it.
struct APIServer: Sendable {
    /// Characters of an `Idempotency-Key`.
    static let keyLengthMax = 150

    private static let methods: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .patch, .delete, .options, .trace] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    let web: Web

    /// Puts every address of the API into the router, with all methods: those that it does not take are told which it does.
    func add(to router: Router<AppContext>) {
        let byPath = Dictionary(grouping: APIRoutes.all, by: \.routerPath)
        for (path, endpoints) in byPath {
            let allowed = Self.allowed(endpoints)
            for method in Self.methods {
                let asked: HTTPRequest.Method = method == .head ? .get : method
                let endpoint = endpoints.first { $0.method.rawValue == asked.rawValue }
                router.on(RouterPath(path), method: method) { request, context in
                    guard let endpoint else { return notTaken(method, allowed, context) }
                    let response = await answer(endpoint, request, context)
                    return method == .head ? response.createHeadResponse() : response
                }
            }
        }
    }

    private static func allowed(_ endpoints: [APIEndpoint]) -> String {
        let methods = endpoints.map(\.method.rawValue)
        return (methods + (methods.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"]).sorted().joined(separator: ", ")
    }

    private func notTaken(_ method: HTTPRequest.Method, _ allowed: String, _ context: AppContext) -> Response {
        if method == .options { return Response(status: .noContent, headers: [.allow: allowed]) }
        var response = APIProblem(
            status: .methodNotAllowed, title: "Not like that", detail: "This address takes \(allowed).",
            code: "not_allowed", reason: "http.405"
        ).response(context)
        response.headers[.allow] = allowed
        return response
    }

    // MARK: - One request

    private func answer(_ endpoint: APIEndpoint, _ request: Request, _ context: AppContext) async -> Response {
        var context = context
        do {
            return try await answer(endpoint, request, &context)
        } catch {
            var response = ErrorPages(web: web).response(to: error, request, context)
            if response.status == .unauthorized {
                let isStated = request.headers[.authorization] != nil
                response.headers[.wwwAuthenticate] =
                    "Bearer realm=\"didtron\"" + (isStated ? ", error=\"invalid_token\"" : "")
            }
            return response
        }
    }

    private func answer(
        _ endpoint: APIEndpoint, _ request: Request, _ context: inout AppContext
    ) async throws -> Response {
        let query = FormFields(encoded: request.uri.query ?? "")
        try await findHolder(request, entity: endpoint.isOfEntity ? query["entity"] : nil, &context)
        try demandRights(endpoint, context)
        var page = PageRequest(
            web: web, context: context, method: request.method, path: request.uri.path, query: query)
        page.agent = request.headers[.userAgent] ?? ""
        page.wantsJSON = true
        try demandEntity(endpoint, query, page)
        if endpoint.method == .post { page.idempotencyKey = try Self.key(request) }
        if endpoint.method == .post, context.holder == nil { try demandOrigin(page, request) }
        switch endpoint.body {
        case .file: return try await receive(endpoint, page, request)
        case .none, .object:
            let object =
                endpoint.method == .post ? try await Self.object(request, bytesMax: web.settings.formBytesMax) : nil
            let asked = try APIRequest(page, endpoint, object: object)
            guard endpoint.method == .get else { return try await endpoint.run(asked).response }
            return try await context.client.whileThere { try await endpoint.run(asked).response }
        }
    }

    /// Finds whose token came with the request, or whose session a page of ours came with.
    private func findHolder(_ request: Request, entity: String?, _ context: inout AppContext) async throws {
        let address = context.address
        if let stated = request.headers[.authorization] {
            guard let text = Self.bearer(stated) else { throw APIProblem.noToken(isStated: true) }
            let holder = try await web.pool.transaction(web.reading(.app)) {
                try APITokenHolder.of(text, entity: entity, on: $0)
            }
            guard let holder else { throw APIProblem.noToken(isStated: true) }
            guard web.apiLimit.takes(holder.tokenID) else { throw APIProblem.tooMany }
            if holder.isStale {
                try await web.pool.transaction(web.writing()) { try holder.use(from: address, on: $0) }
            }
            context.holder = holder
            context.session = holder.session
            guard holder.session != nil else { throw Self.noEntity(entity) }
        } else {
            guard let token = SecretToken(request.cookies[SessionCookie.name]?.value ?? ""),
                let session = try await web.pool.transaction(
                    web.reading(.app), { try UserSession.of(token, on: $0) }), session.stage == .whole
            else { throw APIProblem.noToken(isStated: false) }
            context.token = token
            context.session = session
            if let entity, entity != session.entityCode { throw Self.noEntity(entity) }
        }
    }

    private static func bearer(_ header: String) -> Substring? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].drop { $0 == " " }
    }

    private static func noEntity(_ code: String?) -> Refusal {
        Refusal(
            .notFound, "entity.not_found", code.map { "There is no entity '\($0)'" } ?? "The token reaches no entity",
            facts: code.map { ["entity": $0] } ?? [:], place: Refusal.Place(field: "entity"))
    }

    private func demandRights(_ endpoint: APIEndpoint, _ context: AppContext) throws {
        guard let session = context.session else { throw APIProblem.noToken(isStated: false) }
        guard session.role != .customer else { throw Refusal.noPage }
        guard session.role.may(endpoint.permission) else {
            throw Refusal(
                .forbidden, "page.role_may_not", "The role \(session.role.title) may not do this",
                facts: ["role": session.role.rawValue])
        }
        if let holder = context.holder, !holder.has(endpoint.scope) {
            throw Refusal(
                .forbidden, "token.scope_missing", "The token has no scope \(endpoint.scope.text)",
                facts: ["scope": endpoint.scope.text])
        }
    }

    private func demandEntity(_ endpoint: APIEndpoint, _ query: FormFields, _ page: PageRequest) throws {
        guard endpoint.isOfEntity, let holder = page.context.holder, query["entity"] == nil, holder.reachable.count > 1
        else { return }
        throw Refusal(
            .invalid, "entity.several",
            "entity is missing: the token reaches \(holder.reachable.joined(separator: ", "))",
            facts: ["field": "entity"], place: Refusal.Place(field: "entity"))
    }

    /// Origin check of a session, whose cookie any site can have sent.
    private func demandOrigin(_ page: PageRequest, _ request: Request) throws {
        let stated = HTTPField.Name("X-CSRF-Token").flatMap { request.headers[$0] } ?? ""
        guard SecretToken.areEqual(stated, page.csrf) else {
            throw Refusal(
                .forbidden, "page.wrong_token", "The request was not sent from these pages, or its session is over")
        }
    }

    private static func key(_ request: Request) throws -> String? {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name] else { return nil }
        guard (1...keyLengthMax).contains(key.utf8.count), key.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw Refusal(
                .invalid, "value.not_allowed", "Idempotency-Key: It has 1 to \(keyLengthMax) characters without blanks",
                facts: ["field": "Idempotency-Key"], place: Refusal.Place(field: "Idempotency-Key"))
        }
        return key
    }

    // MARK: - Bodies

    private static func object(_ request: Request, bytesMax: Int) async throws -> [String: JSONValue]? {
        var request = request
        let body = try await request.collectBody(upTo: bytesMax)
        guard body.readableBytes > 0 else { return nil }
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type?.trimmingCharacters(in: .whitespaces) == "application/json" else {
            throw APIProblem.otherType("The body has to be application/json")
        }
        guard case .object(let object) = try? JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView))
        else { throw Refusal(.invalid, "value.not_json", "What was sent is not an object of JSON") }
        return object
    }

    /// Takes a file as it arrives, raw or in a form; what the endpoint leaves in its place is removed.
    private func receive(_ endpoint: APIEndpoint, _ page: PageRequest, _ request: Request) async throws -> Response {
        // Nobody's file is taken whose statements are wrong.
        let asked = try APIRequest(page, endpoint, object: nil)
        let limits = MultipartUpload.Limits(
            fileBytesMax: web.settings.uploadBytesMax, fieldBytesMax: web.settings.formBytesMax)
        guard let type = request.headers[.contentType] else {
            throw APIProblem.otherType("The body has to be application/octet-stream, text/csv or multipart/form-data")
        }
        if let stated = request.headers[.contentLength].flatMap({ Int($0) }), stated > limits.bytesMax {
            throw limits.tooLarge
        }
        let folder = web.database.home.uploads
        let upload: MultipartUpload
        if type.lowercased().hasPrefix("multipart/form-data") {
            upload = try await MultipartUpload.receive(
                request.body, contentType: type, into: folder, limits: limits, mayKeep: { _ in })
        } else if type.lowercased().hasPrefix("application/json")
            || type.lowercased().hasPrefix("application/x-www-form-urlencoded")
        {
            throw APIProblem.otherType("The body has to be the file, or a form with it")
        } else {
            upload = try await MultipartUpload.receive(
                file: request.body, name: asked.text("name") ?? "upload", into: folder, limits: limits)
        }
        defer { upload.remove() }
        if let refusal = upload.refusal { throw refusal }
        var taken = page
        taken.upload = upload
        return try await endpoint.run(APIRequest(taken, endpoint, object: nil)).response
    }
}
