import Accounts
import Catalog
import Hummingbird
import Vocabulary

/// The users of the pages: who they are, inviting one, shutting one out.
enum UserListPage {
    static let path = "/admin/billing/users"

    static let routes: [Route] = [
        .get(path, .needs(.manageUsers)) { try await show($0, problems: []) },
        .post(path, .needs(.manageUsers), invite),
        .post("\(path)/state", .needs(.manageUsers), setState),
    ]

    struct StateForm: Sendable {
        var mail: String
        var state: String
        var verb: String
    }

    struct Content {
        var header: PageHeader
        var facts: [Fact]
        var problems: [FormProblem]
        var table: DataTable
        var fields: [Field]
        var stateForms: [StateForm]
        var link: String?
        var linkMail: String?
        var csrf: String
    }

    /// Roles that a user may give: none above the own one.
    private static func roles(_ request: PageRequest) -> [UserRole] {
        request.session.role == .superAdmin ? UserRole.allCases : UserRole.allCases.filter { $0 != .superAdmin }
    }

    private static func show(
        _ request: PageRequest, problems: [FormProblem], link: (mail: String, path: String)? = nil
    ) async throws -> Response {
        let session = request.session
        let entityID = session.role == .superAdmin ? nil : session.entityID
        let (users, entities) = try await request.read(.app) { connection in
            (try AppUser.list(entityID: entityID, on: connection), try Shell.entities(request, on: connection))
        }
        func error(_ name: String) -> String? { problems.first { $0.name == name }?.text }
        let form = request.form
        let columns = [
            DataTable.Column("Mail address", .wrap), DataTable.Column("Name", .wrap, first: true),
            DataTable.Column("State", .state),
            DataTable.Column("Role", first: true), DataTable.Column("Entity"), DataTable.Column("Customer"),
            DataTable.Column("Second factor"), DataTable.Column("Last seen", first: true),
        ]
        let table = DataTable(
            "cap-users", "Users", hidesCaption: true, columns: columns,
            rows: users.map { user in
                DataTable.Row(
                    cells: [
                        .key(columns[0], user.mail, nil, isShort: false), .text(columns[1], user.name),
                        .badge(columns[2], badge(user.state)), .text(columns[3], user.role.title),
                        .text(columns[4], user.entityCode ?? "all"),
                        user.partnerCode.map { .text(columns[5], $0) } ?? .none(columns[5]),
                        .text(columns[6], user.hasSecondFactor ? "yes" : "no"),
                        user.lastSeenAt.map { .instant(columns[7], $0) } ?? .text(columns[7], "never"),
                    ], name: user.mail)
            })
        let content = Content(
            header: PageHeader(title: "Users"), facts: [Fact("Entity", entityID == nil ? "all" : session.entityName)],
            problems: problems, table: table,
            fields: [
                Field(
                    "mail", "Mail address", error: error("mail"), value: form.typed("mail"), type: "email", width: 30,
                    autocomplete: "off"),
                Field("name", "Name", error: error("name"), value: form.typed("name"), width: 30, autocomplete: "off"),
                Field(
                    "role", "Role", error: error("role"),
                    choices: [Filters.Choice(title: "Choose", value: "", isChosen: form["role"] == nil)]
                        + roles(request).map {
                            Filters.Choice(title: $0.title, value: $0.rawValue, isChosen: form["role"] == $0.rawValue)
                        }),
                Field(
                    "partner", "Customer", hint: "Code, for the role Customer", error: error("partner"),
                    value: form.typed("partner"), width: 20, isOptional: true, autocomplete: "off"),
            ],
            stateForms: users.filter { $0.mail != session.mail }.map { user in
                user.state == .suspended
                    ? StateForm(mail: user.mail, state: "active", verb: "Let in")
                    : StateForm(mail: user.mail, state: "suspended", verb: "Suspend")
            }, link: link?.path, linkMail: link?.mail, csrf: request.csrf)
        return request.page(
            "account/users",
            Shell(
                request, title: problems.isEmpty ? "Users" : "Error: Users",
                crumbs: [.billing, Shell.Crumb(title: "Users")],
                entities: entities), content, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func badge(_ state: AppUser.State) -> Badge {
        switch state {
        case .invited: Badge(.draft, "Invited")
        case .active: Badge(.paid, "Active")
        case .suspended: Badge(.void, "Suspended")
        }
    }

    private static func invite(_ request: PageRequest) async throws -> Response {
        let form = request.form
        var problems: [FormProblem] = []
        let mail = (form["mail"] ?? "").lowercased()
        if !mail.contains(/^[^\s@]+@[^\s@]+$/) {
            problems.append(FormProblem(name: "mail", text: "Enter a mail address."))
        }
        if form["name"] == nil { problems.append(FormProblem(name: "name", text: "Enter a name.")) }
        let role = form["role"].flatMap(UserRole.init)
        if role.map({ !roles(request).contains($0) }) ?? true {
            problems.append(FormProblem(name: "role", text: "Choose a role."))
        }
        if role == .customer, form["partner"] == nil {
            problems.append(FormProblem(name: "partner", text: "Enter the code of the customer."))
        }
        guard problems.isEmpty, let role, let name = form["name"] else {
            return try await show(request, problems: problems)
        }
        let entityID = request.session.entityID
        let partner = role == .customer ? form["partner"] : nil
        do {
            let token = try await request.act("user.invite") { connection in
                let user = try AppUser.add(
                    AppUser.Draft(
                        mail: mail, name: name, role: role, entityID: role == .superAdmin ? nil : entityID,
                        partnerID: try partner.map { try Catalog.partnerID($0, on: connection) }), on: connection)
                return try SignInLink.make(.invitation, for: user, on: connection).token.text
            }
            return try await show(request, problems: [], link: (mail, "/link/\(token)"))
        } catch {
            guard let refusal = Refusal(error), [.invalid, .conflict, .notFound].contains(refusal.code) else {
                throw error
            }
            let field = refusal.reason.hasPrefix("partner.") || refusal.reason.hasPrefix("entity.") ? "partner" : "mail"
            return try await show(request, problems: [FormProblem(name: field, text: refusal.message + ".")])
        }
    }

    private static func setState(_ request: PageRequest) async throws -> Response {
        guard let mail = request.form["mail"], let state = request.form["state"].flatMap(AppUser.State.init),
            mail != request.session.mail
        else { throw Refusal.noPage }
        let session = request.session
        _ = try await request.act("user.set_state") { connection in
            let user = try AppUser.named(mail, on: connection)
            guard session.role == .superAdmin || user.entityID == session.entityID && user.role != .superAdmin else {
                throw Refusal(.notFound, "user.not_found", "There is no user \(mail)", facts: ["user": mail])
            }
            try user.setState(state, on: connection)
            return true
        }
        return request.redirect(
            to: path,
            flash: Flash(state == .suspended ? "\(mail) cannot sign in any more." : "\(mail) can sign in again."))
    }
}
