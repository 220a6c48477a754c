public import Postgres
public import Vocabulary

// Ids as parameters and in rows.

extension Value {
    public static func id(_ id: some TypedID) -> Value { .int(Int64(id.rawValue)) }

    /// Null for nil.
    public static func optional(_ id: (some TypedID)?) -> Value { id.map(Value.id) ?? .null }

    public static func ids(_ ids: [some TypedID]) -> Value { .ints(ids.map { Int64($0.rawValue) }) }
}

extension Row {
    public func id<ID: TypedID>(_ column: String) throws -> ID { ID(rawValue: try narrow(column)) }

    /// Nil for null.
    public func optionalID<ID: TypedID>(_ column: String) throws -> ID? {
        try (optionalNarrow(column) as ID.RawValue?).map { ID(rawValue: $0) }
    }
}
