/// A parameter of a statement. The SQL states its type: `$1::bigint[]`, `:'billing_on'::date`.
public enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    /// Also dates, instants, uuids and numerics, as PostgreSQL writes them.
    case text(String)
    /// A `bytea`.
    case bytes([UInt8])
    case ints([Int64])
    case texts([String])

    /// Null for nil.
    public static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .null }
    public static func optional<Integer: BinaryInteger>(_ int: Integer?) -> Value {
        int.map { .int(Int64($0)) } ?? .null
    }

    /// What libpq sends, without a terminating zero; nil for null.
    var encoded: [UInt8]? {
        switch self {
        case .null: nil
        case .bool(let bool): [bool ? UInt8(ascii: "t") : UInt8(ascii: "f")]
        case .int(let int): Array(String(int).utf8)
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        case .ints(let ints): Array("{\(ints.map(String.init).joined(separator: ","))}".utf8)
        case .texts(let texts): Value.arrayLiteral(texts)
        }
    }

    /// True if `encoded` is the binary form, which is where `bytea` has no need of escapes.
    var isBinary: Bool { if case .bytes = self { true } else { false } }

    /// `{"a","b \"quoted\""}`: every element quoted, so that empty ones and the word NULL stay text.
    private static func arrayLiteral(_ texts: [String]) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self = .text(value) }
}

extension Value: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self = .int(value) }
}

extension Value: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension Value: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) { self = .null }
}
