import Accounts
import Catalog
import Hummingbird
import Vocabulary

/// One's own tokens of the API: which there are, making one, revoking one.
enum TokenPage {
    static let path = "\(AccountPage.path)/tokens"

    static let routes: [Route] = [
        .get(path, .needs(.useAPI)) { try await show($0, problems: []) },
        .post(path, .needs(.useAPI), make),
        .post("\(path)/:token/revoke", .needs(.useAPI), revoke),
    ]

    private static let scopeHint =
        "With blanks between: read, write, or single ones such as read:invoices write:files. Your role's rights hold as well."

    struct RevokeForm: Sendable {
        var name: String
        var path: String
    }

    private struct Content {
        var header: PageHeader
        var facts: [Fact]
        var problems: [FormProblem]
        var table: DataTable?
        var empty: EmptyState?
        var fields: [Field]
        var scopes: String
        var revokeForms: [RevokeForm]
        /// Shown once.
        var secret: String?
        var csrf: String
        var key: String
        var path: String
    }

    private static func show(
        _ request: PageRequest, problems: [FormProblem], secret: String? = nil
    ) async throws -> Response {
        let session = request.session
        let (tokens, entities) = try await request.read(.app) { connection in
            (try APIToken.list(userID: session.userID, on: connection), try Shell.entities(request, on: connection))
        }
        func error(_ name: String) -> String? { problems.first { $0.name == name }?.text }
        let form = problems.isEmpty ? FormFields() : request.form
        let title = "Tokens of the API"
        let content = Content(
            header: PageHeader(title: title),
            facts: [Fact("User", session.mail), Fact("Role", session.role.title)], problems: problems,
            table: tokens.isEmpty ? nil : table(tokens),
            empty: tokens.isEmpty
                ? EmptyState(title: "No tokens", text: "A program that uses the API has one of its own.") : nil,
            fields: [
                Field(
                    "name", "Name", hint: "What it is for", error: error("name"), value: form.typed("name"), width: 30,
                    autocomplete: "off"),
                Field(
                    "scope", "Scopes", hint: scopeHint, error: error("scope"),
                    value: problems.isEmpty ? "read" : form.typed("scope"), width: 30, autocomplete: "off"),
                Field(
                    "entity", "Entity", hint: "Code of the one entity that it may reach; empty for all of yours",
                    error: error("entity"), value: form.typed("entity"), isOptional: true, autocomplete: "off"),
                Field(
                    "days", "Days", hint: "For which it holds; empty until it is revoked", error: error("days"),
                    value: problems.isEmpty ? "365" : form.typed("days"), width: 8, isOptional: true, mode: "numeric"),
            ].filter { $0.name != "entity" || request.may(.chooseEntity) },
            scopes: APIScope.all.map(\.text).joined(separator: " "),
            revokeForms: tokens.filter { $0.state == "active" }.map {
                RevokeForm(name: $0.name, path: "\(path)/\($0.tokenID)/revoke")
            }, secret: secret, csrf: request.csrf, key: PageRequest.newKey(), path: path)
        return request.page(
            "account/tokens",
            Shell(
                request, title: problems.isEmpty ? title : "Error: \(title)",
                crumbs: [
                    Shell.Crumb(title: "Password and sessions", href: AccountPage.path), Shell.Crumb(title: "Tokens"),
                ], entities: entities), content,
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func table(_ tokens: [APIToken]) -> DataTable {
        let columns = [
            DataTable.Column("Name", .wrap), DataTable.Column("State", .state),
            DataTable.Column("Begins", .code, first: true),
            DataTable.Column("Scopes", .wrap, first: true), DataTable.Column("Entities"), DataTable.Column("Made"),
            DataTable.Column("Expires"), DataTable.Column("Last used", first: true),
        ]
        return DataTable(
            "cap-tokens", "Tokens", hidesCaption: true, columns: columns,
            rows: tokens.map { token in
                DataTable.Row(
                    cells: [
                        .key(columns[0], token.name, nil, isShort: false), .badge(columns[1], badge(token.state)),
                        .text(columns[2], token.prefix), .text(columns[3], token.scopes.joined(separator: ", ")),
                        .text(columns[4], token.entities.isEmpty ? "all" : token.entities.joined(separator: ", ")),
                        .instant(columns[5], token.createdAt),
                        token.expiresAt.map { .instant(columns[6], $0) } ?? .text(columns[6], "never"),
                        token.lastUsedAt.map { .instant(columns[7], $0) } ?? .text(columns[7], "never"),
                    ], name: token.name)
            })
    }

    private static func badge(_ state: String) -> Badge {
        switch state {
        case "active": Badge(.paid, "Active")
        case "expired": Badge(.overdue, "Expired")
        default: Badge(.void, state == "revoked" ? "Revoked" : "Suspended")
        }
    }

    private static func make(_ request: PageRequest) async throws -> Response {
        let form = request.form
        var problems: [FormProblem] = []
        if form["name"] == nil { problems.append(FormProblem(name: "name", text: "Enter what it is for.")) }
        let stated = (form["scope"] ?? "").split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
        var scopes: [APIScope] = []
        switch APIScope.stated(stated) {
        case .success(let known): scopes = known
        case .failure(let unknown):
            problems.append(FormProblem(name: "scope", text: "There is no scope \(unknown.text)."))
        }
        let days = form["days"].flatMap { Int64($0) }
        if form["days"] != nil, days == nil {
            problems.append(FormProblem(name: "days", text: "Enter a number of days, such as 365."))
        }
        guard problems.isEmpty, let name = form["name"] else { return try await show(request, problems: problems) }
        let (session, entity, chosen) = (request.session, form["entity"], scopes)
        let secret = SecretToken()
        do {
            let token = try await request.act("token.add") { connection in
                let draft = APIToken.Draft(
                    name: name, scopes: chosen,
                    entityIDs: try entity.map { [try Catalog.entityID($0, on: connection)] } ?? [], days: days)
                return try APIToken.make(
                    draft, secret: secret, for: AppUser.named(session.mail, on: connection), on: connection)
            }
            return try await show(request, problems: [], secret: token.text(secret))
        } catch {
            guard let refusal = Refusal(error), [.invalid, .notFound, .forbidden].contains(refusal.code) else {
                throw error
            }
            let field = refusal.place?.field ?? (refusal.reason.hasPrefix("entity.") ? "entity" : "name")
            return try await show(request, problems: [FormProblem(name: field, text: refusal.message + ".")])
        }
    }

    private static func revoke(_ request: PageRequest) async throws -> Response {
        guard let id = Int32(exactly: try request.number("token")) else { throw Refusal.noPage }
        let userID = request.session.userID
        let name = try await request.act("token.revoke") { connection in
            let token = try APIToken.find(id, on: connection)
            // Somebody else's are not there.
            guard token.userID == userID else { throw Refusal.noPage }
            try token.revoke(on: connection)
            return token.name
        }
        return request.redirect(to: path, flash: Flash("The token \(name) is refused from now on."))
    }
}
