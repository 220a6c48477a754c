public import Postgres
public import Vocabulary

// Ids in rows.

extension Row {
    public func id<ID: TypedID>(_ column: String) throws -> ID { ID(rawValue: try narrow(column)) }

    /// Nil for null.
    public func optionalID<ID: TypedID>(_ column: String) throws -> ID? {
        try (optionalNarrow(column) as ID.RawValue?).map { ID(rawValue: $0) }
    }
}
