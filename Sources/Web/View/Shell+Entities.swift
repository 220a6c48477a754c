internal import Database
import Postgres

extension Shell {
    /// Entities of the installation.
    static func entityCount(on connection: Connection) throws -> Int {
        try connection.run(query: "entity_list", ["code": .null]).count
    }

    /// The entities between which whoever works in several may choose.
    static func entities(_ request: PageRequest, on connection: Connection) throws -> [EntityChoice] {
        guard request.may(.chooseEntity) else { return [] }
        let rows = try connection.run(query: "entity_list", ["code": .null])
        guard rows.count > 1 else { return [] }
        return try rows.map { row in
            EntityChoice(
                code: try row.string("entity"), name: try row.string("name"),
                isCurrent: try row.string("entity") == request.session.entityCode)
        }
    }
}
