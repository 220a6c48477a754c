import Checks

/// A corruption that no role of the product can bring about, done by the owner of the cluster with all triggers off.
struct Corruption: Sendable {
    /// What it is done to.
    var group: String
    /// Says what is wrong, as the end of a sentence that begins with "there is".
    var kind: String
    /// Must find it; others may.
    var finders: Set<BooksCheck>
    /// Part of an offence of theirs: the row that they name.
    var row: String
    var sql: String

    init(_ group: String, _ kind: String, _ finders: Set<BooksCheck>, row: String, _ sql: String) {
        self.group = group
        self.kind = kind
        self.finders = finders
        self.row = row
        self.sql = sql
    }

    static let all =
        ofLedger + byHand + ofSeals + ofUsage + ofCalls + ofInvoices + ofDocuments + ofPayments
        + ofTaxes
}
