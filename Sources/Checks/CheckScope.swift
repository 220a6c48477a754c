internal import Database
package import Postgres
package import Vocabulary

/// How much of what is stored a run of the checks looks at. The ledger, documents, invoices and claims are looked at whole; calls,
/// usage and rates, which are many, by closing.
package enum CheckScope: Sendable {
    /// Everything.
    case full
    /// The newest closings that together have no more than so many calls; of all, the newest in any case.
    case recent(callsMax: Int64)
    /// Closings of each entity from a number on.
    case from(closeNumber: Int32)

    /// Calls that a check takes a few seconds for.
    package static let usual = CheckScope.recent(callsMax: 1_000_000)

    /// Finds the closings; nil = all of them are looked at.
    package func resolve(on connection: Connection) throws -> Extent? {
        let parameters: [String: Value]
        switch self {
        case .full: return nil
        case .recent(let callsMax): parameters = ["calls_max": .int(callsMax), "from_close_number": .null]
        case .from(let number): parameters = ["calls_max": .null, "from_close_number": .int(Int64(number))]
        }
        let rows = try connection.run(query: "check_scope", parameters)
        let entities: [Extent.Entity] = try rows.decoded()
        // What is chosen whole is full: volumes and versions are looked at as well.
        guard entities.contains(where: { $0.closingsLeft > 0 }) else { return nil }
        var extent = Extent(entities: entities, since: try rows.first?.optionalString("since"))
        let span = try connection.run(query: "check_span", extent.closings).only()
        extent.starts = (try span.string("starts_from"), try span.string("starts_until"))
        return extent
    }

    /// The closings that are looked at.
    package struct Extent: Sendable {
        package struct Entity: Sendable, Codable {
            package var entityID: EntityID
            package var entity: String
            /// The first that is looked at; one behind the last where none is.
            package var fromCloseNumber: Int32
            package var closings: Int64
            /// Rows of calls in them.
            package var calls: Int64
            /// Those before.
            package var closingsLeft: Int64
            package var callsLeft: Int64
        }

        package var entities: [Entity]
        /// When the last closing that is left out was written, as PostgreSQL writes an instant.
        var since: String?
        /// When the calls that are looked at start, first and last.
        var starts = (from: "infinity", until: "-infinity")

        init(entities: [Entity], since: String?) {
            self.entities = entities
            self.since = since
        }

        /// Parameters of the queries.
        var closings: [String: Value] {
            [
                "entity_ids": .ids(entities.map(\.entityID)),
                "from_close_numbers": .ints(entities.map { Int64($0.fromCloseNumber) }),
            ]
        }
    }
}

extension CheckScope.Extent {
    /// What was looked at and what was not, a sentence an entity.
    package var sentences: [String] {
        entities.filter { $0.closings + $0.closingsLeft > 0 }.map { entity in
            let last = entity.fromCloseNumber + Int32(entity.closings) - 1
            let looked =
                entity.closings == 0
                ? "no calls, usage and prices of closed files"
                : "calls, usage and prices of closings \(entity.fromCloseNumber) to \(last) (\(entity.calls) rows of calls)"
            return "Entity \(entity.entity): \(looked) were looked at, \(entity.closingsLeft) closings before them "
                + "(\(entity.callsLeft) rows of calls) were not, but for their sums."
        }
    }
}
