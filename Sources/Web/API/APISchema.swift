/// The shape of an answer, as it is described to programs.
indirect enum APISchema: Sendable, Equatable {
    case integer
    case truth
    case text
    /// An object whose names are not fixed.
    case names(APISchema)
    case list(APISchema)
    case object(name: String, [Property])
    /// A page of a list.
    case page(of: APISchema)

    struct Property: Sendable, Equatable {
        var name: String
        var schema: APISchema
        var isRequired: Bool
    }

    /// The shape of what a type decodes, which is what it encodes: both are made of its coding keys.
    static func of(_ type: (some Decodable).Type) -> APISchema {
        let recorder = ShapeRecorder()
        do {
            _ = try type.init(from: recorder)
        } catch {
            preconditionFailure("\(type) cannot be described: \(error)")
        }
        return recorder.shape(named: "\(type)")
    }

    /// As JSON Schema, with objects by reference.
    var json: JSONValue {
        switch self {
        case .integer: ["type": "integer"]
        case .truth: ["type": "boolean"]
        case .text: ["type": "string"]
        case .names(let value): ["type": "object", "additionalProperties": value.json]
        case .list(let item): ["type": "array", "items": item.json]
        case .object(let name, _): ["$ref": .text("#/components/schemas/\(name)")]
        case .page(let item):
            [
                "type": "object", "required": ["items"],
                "properties": [
                    "items": ["type": "array", "items": item.json],
                    "next": [
                        "type": "string", "description": "Address of the next page; left out behind the last one.",
                    ],
                ],
            ]
        }
    }

    /// The objects in it, by name, each in full.
    var components: [String: JSONValue] {
        switch self {
        case .integer, .truth, .text: return [:]
        case .list(let item), .page(let item), .names(let item): return item.components
        case .object(let name, let properties):
            var found = properties.reduce(into: [String: JSONValue]()) { found, property in
                found.merge(property.schema.components) { first, _ in first }
            }
            found[name] = [
                "type": "object", "required": .texts(properties.filter(\.isRequired).map(\.name)),
                "properties": .object(
                    Dictionary(properties.map { ($0.name, $0.json) }, uniquingKeysWith: { first, _ in first })),
            ]
            return found
        }
    }
}

extension APISchema.Property {
    /// With the format and the unit that its name says.
    fileprivate var json: JSONValue {
        guard case .object(var schema) = schema.json else { return schema.json }
        if schema["$ref"] != nil { return .object(schema) }
        if schema["type"] == "string" {
            if name.hasSuffix("_on") { schema["format"] = "date" }
            if name == "at" || name.hasSuffix("_at") { schema["format"] = "date-time" }
        }
        if let unit = Self.units.first(where: { name.hasSuffix($0.0) })?.1 { schema["description"] = .text(unit) }
        if let example = Self.examples[name] ?? Self.examples.first(where: { name.hasSuffix($0.key) })?.value {
            schema["examples"] = [example]
        }
        return .object(schema)
    }

    private static let units = [
        ("_minor", "Minor units of the currency beside it."), ("_micros", "Millionths of the currency beside it."),
        ("_nanos_per_minute", "Billionths of the currency a minute."), ("_nanos", "Billionths of the currency."),
        ("_millionths", "Millionths."), ("_permille", "Thousandths."), ("_ms", "Milliseconds."),
        ("_ns", "Nanoseconds."),
        ("_s", "Seconds."), ("minor_digits", "Decimals of the currency's minor unit."),
    ]

    private static let examples: [String: JSONValue] = [
        "currency": "EUR", "partner": "acme", "entity": "main", "_on": "2026-10-31", "_at": "2026-10-31T12:00:00Z",
        "_minor": 125_050, "_micros": 1_250_500_000, "minor_digits": 2, "invoice_id": 42, "payment_id": 43,
    ]
}

/// Stands in for what a type is decoded from, and notes what it asks for.
final class ShapeRecorder: Decoder {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private enum Found {
        case plain(APISchema)
        case item(ShapeRecorder, String)
        case named(ShapeRecorder, String)
        case properties([(name: String, recorder: ShapeRecorder, type: String)], optional: Set<String>)
    }

    private var found: Found?

    func shape(named type: String) -> APISchema {
        switch found {
        case .plain(let schema): return schema
        case .item(let recorder, let type): return .list(recorder.shape(named: type))
        case .named(let recorder, let type): return .names(recorder.shape(named: type))
        case .properties(let properties, let optional):
            return .object(
                name: type.components(of: ".").last ?? type,
                properties.map { property in
                    APISchema.Property(
                        name: property.name, schema: property.recorder.shape(named: property.type),
                        isRequired: !optional.contains(property.name))
                })
        case nil: return .object(name: type, [])
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        if found == nil { found = .properties([], optional: []) }
        return KeyedDecodingContainer(Keyed(recorder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Unkeyed(recorder: self) }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(recorder: self) }

    // MARK: - Notes

    fileprivate func note(_ schema: APISchema) { found = .plain(schema) }

    fileprivate func noteOptional(_ name: String) {
        guard case .properties(let properties, var optional) = found else { return }
        optional.insert(name)
        found = .properties(properties, optional: optional)
    }

    fileprivate func property<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value {
        let recorder = ShapeRecorder()
        let value = try recorder.value(type)
        if case .properties(var properties, let optional) = found {
            properties.append((name, recorder, "\(type)"))
            found = .properties(properties, optional: optional)
        }
        return value
    }

    fileprivate func item<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let recorder = ShapeRecorder()
        let value = try recorder.value(type)
        found = .item(recorder, "\(type)")
        return value
    }

    fileprivate func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let type = type as? any NamedValues.Type, let none = type.none as? Value {
            let recorder = ShapeRecorder()
            found = .named(recorder, try type.record(recorder))
            return none
        }
        return try Value(from: self)
    }
}

/// A dictionary, of which nobody knows the names.
private protocol NamedValues {
    static var none: any NamedValues { get }
    static func record(_ recorder: ShapeRecorder) throws -> String
}

extension Dictionary: NamedValues where Key == String, Value: Decodable {
    fileprivate static var none: any NamedValues { [String: Value]() }
    fileprivate static func record(_ recorder: ShapeRecorder) throws -> String {
        _ = try recorder.value(Value.self)
        return "\(Value.self)"
    }
}

extension String {
    fileprivate func components(of separator: Character) -> [String] {
        split(separator: separator).map(String.init)
    }
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: ShapeRecorder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }

    /// Asked of what may be left out, before it.
    func decodeNil(forKey key: Key) -> Bool {
        recorder.noteOptional(key.stringValue)
        return false
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try recorder.property(key.stringValue, type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try recorder.property(key.stringValue, type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try recorder.property(key.stringValue, type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try recorder.property(key.stringValue, type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try recorder.property(key.stringValue, type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try recorder.property(key.stringValue, type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try recorder.property(key.stringValue, type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try recorder.property(key.stringValue, type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try recorder.property(key.stringValue, type) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try recorder.property(key.stringValue, type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try recorder.property(key.stringValue, type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try recorder.property(key.stringValue, type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try recorder.property(key.stringValue, type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try recorder.property(key.stringValue, type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try recorder.property(key.stringValue, type) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try recorder.property(key.stringValue, type)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        ShapeRecorder().container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        ShapeRecorder().unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { recorder }
    func superDecoder(forKey key: Key) throws -> any Decoder { recorder }
}

/// A list with one item.
private struct Unkeyed: UnkeyedDecodingContainer {
    let recorder: ShapeRecorder
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }
    private(set) var currentIndex = 0

    init(recorder: ShapeRecorder) { self.recorder = recorder }

    func decodeNil() -> Bool { false }

    private mutating func next<Value: Decodable>(_ type: Value.Type) throws -> Value {
        currentIndex += 1
        return try recorder.item(type)
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next(type) }
    mutating func decode(_ type: String.Type) throws -> String { try next(type) }
    mutating func decode(_ type: Double.Type) throws -> Double { try next(type) }
    mutating func decode(_ type: Float.Type) throws -> Float { try next(type) }
    mutating func decode(_ type: Int.Type) throws -> Int { try next(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next(type) }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try next(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next(type) }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next(type) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    {
        currentIndex += 1
        return ShapeRecorder().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        currentIndex += 1
        return ShapeRecorder().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { recorder }
}

private struct Single: SingleValueDecodingContainer {
    let recorder: ShapeRecorder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    private func integer<Value: FixedWidthInteger>(_ type: Value.Type) -> Value {
        recorder.note(.integer)
        return 0
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        recorder.note(.truth)
        return false
    }
    func decode(_ type: String.Type) throws -> String {
        recorder.note(.text)
        return ""
    }
    func decode(_ type: Double.Type) throws -> Double { throw noDecimals }
    func decode(_ type: Float.Type) throws -> Float { throw noDecimals }
    func decode(_ type: Int.Type) throws -> Int { integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { integer(type) }
    func decode(_ type: Int128.Type) throws -> Int128 { integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { integer(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try recorder.value(type) }

    /// The dialect has none.
    private var noDecimals: DecodingError {
        DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "answers have no decimals"))
    }
}
