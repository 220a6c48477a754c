internal import Postgres
internal import Vocabulary

/// Names of what sums are kept by.
struct NamesOfIDs {
    /// `ACME Acme Ltd`.
    private var partners: [Int32: String] = [:]
    private var codes: [Int32: String] = [:]
    private var destinations: [Int32: String] = [:]
    /// Number or draft, and state.
    private var invoices: [DocumentID: (name: String, state: String)] = [:]

    init(
        partners: Set<Int32>, destinations: Set<Int32>, invoices: Set<DocumentID> = [], _ connection: Connection
    ) throws {
        let rows = try connection.run(
            query: "names_of_ids",
            [
                "partner_ids": .ints(partners.map(Int64.init)), "destination_ids": .ints(destinations.map(Int64.init)),
                "invoice_ids": .ids(Array(invoices)),
            ])
        for row in rows {
            switch try row.string("kind") {
            case "partner":
                codes[try row.narrow("id")] = try row.string("code")
                self.partners[try row.narrow("id")] = "\(try row.string("code")) \(try row.string("name"))"
            case "destination": self.destinations[try row.narrow("id")] = try row.string("name")
            default: self.invoices[try row.id("id")] = (try row.string("name"), try row.string("code"))
            }
        }
    }

    func partner(_ id: Int32?) -> String { id.flatMap { partners[$0] } ?? "(unknown)" }
    func partnerCode(_ id: Int32?) -> String? { id.flatMap { codes[$0] } }
    func destination(_ id: Int32?) -> String { id.flatMap { destinations[$0] } ?? "(none)" }
    func invoice(_ id: DocumentID) -> (name: String, state: String) { invoices[id] ?? ("\(id)", "unknown") }
}
