package import Postgres

/// What the import of a list did to what was there.
public struct ListReport: Sendable, Equatable, Codable {
    public let added: Int
    public let changed: Int
    public let removed: Int
    public let unchanged: Int

    package init(_ row: Row) throws {
        added = Int(try row.int("added"))
        changed = Int(try row.int("changed"))
        removed = Int(try row.int("removed"))
        unchanged = Int(try row.int("unchanged"))
    }
}

extension ListReport: CustomStringConvertible {
    /// `12 added, 0 changed, 1 removed, 300 unchanged`
    public var description: String {
        "\(added) added, \(changed) changed, \(removed) removed, \(unchanged) unchanged"
    }
}
