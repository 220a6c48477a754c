internal import Database
package import Postgres
package import Vocabulary

/// The sums of an entity in one currency.
package struct Overview: Sendable, Decodable {
    package var currency: String
    package var minorDigits: Int
    /// Micros (10^-6) of the currency: what customers owe, what is not on an invoice yet.
    package var receivableMicros: Int128
    package var unbilledMicros: Int128
    /// What customers have paid ahead.
    package var depositMicros: Int128
    /// What suppliers get, invoiced or not.
    package var owedMicros: Int128
    /// Minor units that are open on invoices past their due day.
    package var overdueMinor: Int128
    package var overdueInvoices: Int64
    /// UTC, ISO 8601.
    package var asOf: String

    /// One for each currency in which there is anything, by its code.
    package static func read(entityID: EntityID, on connection: Connection) throws -> [Overview] {
        try connection.run(query: "page_overview", ["entity_id": .id(entityID)]).decoded()
    }
}
