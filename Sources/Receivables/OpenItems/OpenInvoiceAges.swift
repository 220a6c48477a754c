internal import Database
package import Postgres
package import Vocabulary

/// Open invoices of an entity in one currency by the days that they are overdue now. Minor units of the currency.
package struct OpenInvoiceAges: Sendable, Decodable, Equatable {
    package var currency: String
    package var minorDigits: Int
    package var invoices: Int64
    package var notDueMinor: Int128
    /// Overdue by 1 to 30 days, by 31 to 60, by 61 to 90, and by more.
    package var days30Minor: Int128
    package var days60Minor: Int128
    package var days90Minor: Int128
    package var olderMinor: Int128

    /// From the youngest to the oldest.
    package var ages: [Int128] { [notDueMinor, days30Minor, days60Minor, days90Minor, olderMinor] }

    /// By currency.
    package static func list(entityID: EntityID, on connection: Connection) throws -> [OpenInvoiceAges] {
        try connection.run(query: "page_ageing", ["entity_id": .id(entityID)]).decoded()
    }
}
