import Hummingbird
import Receivables

/// The people who may sign in for a customer.
enum PortalPeoplePage {
    static let path = "\(PortalPage.path)/people"
    static let routes: [Route] = [.get(path, .needs(.seePortal), people)]

    private static func people(_ request: PageRequest) async throws -> Response {
        let people = try await request.read(.portal) { try PortalAccount.people(on: $0) }
        let columns = [
            DataTable.Column("Mail"), DataTable.Column("Name", .wrap, first: true), DataTable.Column("State", .state),
        ]
        return request.page(
            "portal/sheet", Shell(request, title: "People"),
            Sheet(
                header: PageHeader(
                    title: "People",
                    note: "Who may sign in for you. Ask us to invite somebody, or to shut somebody out."),
                table: DataTable(
                    "cap-people", "People", hidesCaption: true, columns: columns,
                    rows: people.map { person in
                        DataTable.Row(
                            cells: [
                                .key(columns[0], person.mail, nil), .text(columns[1], person.name),
                                .badge(
                                    columns[2],
                                    person.state == "active"
                                        ? Badge(.paid, "May sign in")
                                        : person.state == "invited"
                                            ? Badge(.draft, "Invited") : Badge(.void, "Shut out")),
                            ], name: person.mail)
                    })))
    }
}
