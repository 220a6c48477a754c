internal import Database
import Money
public import Postgres
public import Vocabulary

/// Entities, partners, products, switches, accounts and DIDs as they are stored.
public enum Catalog {
    /// The id of an entity, of the only one if `code` is nil.
    ///
    /// - Throws: `Refusal` where there is none, or where one has to be named.
    public static func entityID(_ code: String?, on connection: Connection) throws -> EntityID {
        let rows = try connection.run(query: "entity_named", ["code": .optional(code)])
        if rows.count == 1 { return try rows[0].id("id") }
        if let code {
            throw Refusal(.notFound, "entity.not_found", "There is no entity '\(code)'", facts: ["entity": code])
        }
        guard rows.isEmpty else { throw Refusal(.invalid, "entity.several", "There are several entities") }
        throw Refusal(.notFound, "entity.none", "There is no entity yet")
    }

    /// The id of a partner. Throws a `Refusal` where there is none.
    public static func partnerID(_ code: String, on connection: Connection) throws -> PartnerID {
        guard let row = try connection.run(query: "partner_named", ["code": .text(code)]).first else {
            throw Refusal(.notFound, "partner.not_found", "There is no partner '\(code)'", facts: ["partner": code])
        }
        return try row.id("id")
    }

    /// Makes the entity `main` in a currency if there is no entity at all, with a switch and a product to begin with.
    /// Returns a sentence about it, or nil if there was one.
    package static func addFirstEntity(currency: String, on connection: Connection) throws -> String? {
        guard let currency = Currency(code: currency) else { return nil }
        let made = try connection.run(job: "add_first_entity", ["currency": .text(currency.code)])["add_entity"]
        guard !made.isEmpty else { return nil }
        return "Made entity main (\(currency.code)) with switch main and product standard"
    }

    /// The rows of `schema/queries/SUBJECT_list.sql`: every subject with its columns as its file has them.
    ///
    /// - Parameter code: only the one of that code (of an account: its name), nil = all.
    public static func list(_ subject: CatalogSubject, code: String? = nil, on connection: Connection) throws -> Rows {
        try connection.run(query: "\(subject.name)_list", ["code": .optional(code)])
    }

    /// What has been charged for DIDs, with the invoices that have it.
    ///
    /// - Parameter code: only of that number, or of the customer of that code; nil = all.
    public static func didCharges(code: String? = nil, on connection: Connection) throws -> Rows {
        try connection.run(query: "did_charge_list", ["code": .optional(code)])
    }
}
