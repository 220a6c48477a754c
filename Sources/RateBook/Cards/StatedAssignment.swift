internal import Catalog
internal import Postgres

/// The assignment of a card to a partner from the beginning on, as it goes with the import of a deck.
struct StatedAssignment {
    let card: String
    let partner: String
    /// Nil = the only one.
    let product: String?
    let entity: String?

    private var row: [String: String] {
        var row = ["partner": partner, "card": card]
        row["product"] = product
        return row
    }

    /// Throws `RowsRefused` where it would be refused; changes and locks nothing.
    func check(on connection: Connection) throws {
        try CatalogImport(.assignments, entity: entity).check([row], on: connection)
    }

    /// - Throws: `RowsRefused`.
    func run(on connection: Connection) throws -> CatalogReport {
        try CatalogImport(.assignments, entity: entity).run([row], on: connection)
    }
}
