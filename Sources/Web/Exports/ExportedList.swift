import Accounts
import Postgres
import Vocabulary

/// A list that can be taken away as a file: its columns and its rows, with the filters of its address.
protocol ExportedList: Sendable {
    /// Title of the page of the list.
    static var title: String { get }
    static var permission: Permission { get }

    /// - Parameter query: the list's address.
    /// - Returns: nil where the filters cannot be read.
    init?(_ query: FormFields, _ scope: ExportScope)

    /// The page of the list, with its filters.
    var path: String { get }
    /// Without its ending.
    var fileName: String { get }
    var titles: [String] { get }

    /// Hands over the rows in their order, some thousand at a time.
    func rows(on connection: Connection, _ body: ([[String]]) throws -> Void) throws
}

/// Whose list it is.
struct ExportScope: Sendable {
    var entityID: EntityID
    var entityCode: String
    /// Dialled numbers in full.
    var mayNumbers: Bool

    init(entityID: EntityID, entityCode: String, role: UserRole) {
        self.entityID = entityID
        self.entityCode = entityCode
        mayNumbers = role.may(.seeNumbers)
    }

    init(_ session: UserSession) {
        self.init(entityID: session.entityID, entityCode: session.entityCode, role: session.role)
    }
}

/// The lists that a job can write to a file, by the name that its arguments have.
enum ExportedLists {
    static let all: [String: any ExportedList.Type] = [
        "invoices": InvoiceRows.self, "payments": PaymentRows.self, "files": FileRows.self,
        "suspense": SuspenseRows.self,
        "entries": EntryRows.self, "audit": ActRows.self,
    ]
}
