import CallStore
import Calendar
import Catalog
import Hummingbird
import Money
import Rating
import StoredCalls
import Vocabulary

/// The page of a call: the line as received, and how both prices came about, step by step.
enum CallPage {
    static let root = "/admin/billing/cdrs"

    static let routes: [Route] = [.get("\(root)/:day/:chunk/:ordinal", .needs(.seeCalls), show)]

    /// Of an address as people copy it; nil where the text is none.
    static func path(of text: String) -> String? { CallAddress(text).map { "\(root)/\($0)" } }

    struct Side: Sendable {
        var id: String
        var title: String
        var steps: [Step]
        var note: String?
    }

    struct Step: Sendable {
        var words: String
        var result: String?
        var isResult = false
    }

    struct Content {
        var header: PageHeader
        var facts: [Fact]
        var strip: [StripItem]
        var sides: [Side]
        var fields: SummaryList
        var rawLine: String
        var rawNote: String
        var agreement: String
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        guard let address = CallAddress("\(request.part("day"))/\(request.part("chunk"))/\(request.part("ordinal"))")
        else {
            throw Refusal.noPage
        }
        let database = request.web.database
        let entityID = request.session.entityID
        let (call, sides, entities) = try await request.read(.loader) { connection in
            let call = try StoredCall.find(address, database: database, connection)
            guard EntityID(call.row.entityID) == entityID else {
                throw Refusal(
                    .notFound, "call.not_found", "There is no call \(address)", facts: ["call": "\(address)"])
            }
            return (
                call, try Rating.Side.allCases.map { try SideExplanation.explain(call.row, $0, connection) },
                try Shell.entities(request, on: connection)
            )
        }
        let mayNumbers = request.may(.seeNumbers)
        let view = CallView(call: call, sides: sides, mayNumbers: mayNumbers)
        let content = Content(
            header: PageHeader(title: "Call \(address)", badge: view.badge), facts: view.facts, strip: view.strip,
            sides: sides.map(view.side), fields: view.fields, rawLine: view.rawLine,
            rawNote: "Line \(Amount.count(Int64(call.evidence.line)).text) of \(call.evidence.fileName)"
                + (mayNumbers ? "" : ", numbers masked for your role"),
            agreement: sides.allSatisfy(\.isReproduced)
                ? "Worked out now, equal to what is stored" : "Worked out now: it differs from what is stored")
        return request.page(
            "calls/one",
            Shell(
                request, title: "Call \(address)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Calls", href: FileListPage.path), Shell.Crumb(title: "Call \(address)"),
                ], entities: entities), content)
    }
}
