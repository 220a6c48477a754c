public import Postgres
public import Vocabulary

// Ids as parameters.

extension Value {
    public static func id(_ id: some TypedID) -> Value { .int(Int64(id.rawValue)) }

    /// Null for nil.
    public static func optional(_ id: (some TypedID)?) -> Value { id.map(Value.id) ?? .null }

    public static func ids(_ ids: [some TypedID]) -> Value { .ints(ids.map { Int64($0.rawValue) }) }
}
