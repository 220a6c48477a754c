import CPostgres

/// The result of a statement: rows of text values, read by the names of their columns.
public struct Rows: RandomAccessCollection, Sendable {
    package let result: QueryResult

    /// Names in the order of the SELECT list.
    public var columns: [String] { result.columns }
    /// Rows returned, or inserted, updated, deleted or copied.
    public var affected: Int { result.affected }

    public var startIndex: Int { 0 }
    public var endIndex: Int { result.rowCount }
    public subscript(index: Int) -> Row { Row(result: result, index: index) }

    /// The only row. Throws if there is none or more than one.
    public func only() throws -> Row {
        guard count == 1 else { throw result.unexpected("has \(count) rows where one is expected") }
        return self[0]
    }
}

/// One row of a result.
public struct Row: Sendable {
    let result: QueryResult
    let index: Int

    /// The text of the column, nil for null. The column must exist.
    public subscript(column: String) -> String? {
        guard let number = result.columnNumbers[column] else {
            preconditionFailure("\(result.label) has no column \(column), it has \(result.columns)")
        }
        return result.text(row: index, column: number)
    }

    public func string(_ column: String) throws -> String { try required(column, optionalString(column)) }
    public func int(_ column: String) throws -> Int64 { try required(column, optionalInt(column)) }
    public func bool(_ column: String) throws -> Bool { try required(column, optionalBool(column)) }
    public func bytes(_ column: String) throws -> [UInt8] { try required(column, optionalBytes(column)) }

    public func optionalString(_ column: String) throws -> String? {
        result.text(row: index, column: try number(of: column))
    }

    /// Also reads a numeric without decimals.
    public func optionalInt(_ column: String) throws -> Int64? {
        let number = try number(of: column)
        if result.isBinary(column: number) {
            guard let bytes = result.bytes(row: index, column: number) else { return nil }
            return try integer(bytes, of: column)
        }
        guard let text = try optionalString(column) else { return nil }
        guard let int = Int64(text) else { throw result.unexpected("column \(column) is not a 64-bit integer") }
        return int
    }

    /// Of a narrower type, which the caller's context names.
    public func narrow<Integer: FixedWidthInteger>(_ column: String) throws -> Integer {
        try required(column, optionalNarrow(column))
    }

    public func optionalNarrow<Integer: FixedWidthInteger>(_ column: String) throws -> Integer? {
        guard let int = try optionalInt(column) else { return nil }
        guard let narrow = Integer(exactly: int) else {
            throw result.unexpected("column \(column) is not from \(Integer.min) to \(Integer.max)")
        }
        return narrow
    }

    /// A text that is one of those that the caller's type knows.
    public func known<Name: RawRepresentable<String>>(_ column: String) throws -> Name {
        let text = try string(column)
        guard let known = Name(rawValue: text) else {
            throw result.unexpected("column \(column) is '\(text)', which this version does not know")
        }
        return known
    }

    /// A sum, as a numeric without decimals.
    public func wideInt(_ column: String) throws -> Int128 { try required(column, optionalWideInt(column)) }

    public func optionalWideInt(_ column: String) throws -> Int128? {
        guard let text = try optionalString(column) else { return nil }
        guard let int = Int128(text) else { throw result.unexpected("column \(column) is not a 128-bit integer") }
        return int
    }

    public func optionalBool(_ column: String) throws -> Bool? {
        switch try optionalString(column) {
        case nil: nil
        case "t": true
        case "f": false
        default: throw result.unexpected("column \(column) is not a boolean")
        }
    }

    /// The bytes of a `bytea`; the UTF-8 of any other type.
    public func optionalBytes(_ column: String) throws -> [UInt8]? {
        let number = try number(of: column)
        if result.isBinary(column: number) { return result.bytes(row: index, column: number) }
        guard let text = result.text(row: index, column: number) else { return nil }
        guard result.isBytea(column: number) else { return Array(text.utf8) }
        guard let bytes = decodedHex(text) else { throw result.unexpected("column \(column) is not bytea in hex") }
        return bytes
    }

    /// Of the binary format: big-endian, of the width of the column's type.
    private func integer(_ bytes: [UInt8], of column: String) throws -> Int64 {
        guard [2, 4, 8].contains(bytes.count) else {
            throw result.unexpected("column \(column) is not an integer of 2, 4 or 8 bytes")
        }
        let first: Int64 = bytes[0] & 0x80 == 0 ? 0 : -1
        return bytes.reduce(first) { $0 << 8 | Int64($1) }
    }

    private func required<T>(_ column: String, _ value: T?) throws -> T {
        guard let value else { throw result.unexpected("column \(column) is null") }
        return value
    }

    private func number(of column: String) throws -> Int32 {
        guard let number = result.columnNumbers[column] else {
            throw result.unexpected("has no column \(column), only \(result.columns.joined(separator: ", "))")
        }
        return number
    }
}

/// `\x48690a` as bytes; nil if it is anything else.
private func decodedHex(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { characters in
        guard characters.count >= 2, characters.count % 2 == 0, unsafe characters[0] == UInt8(ascii: "\\"),
            unsafe characters[1] == UInt8(ascii: "x")
        else { return nil }
        let count = characters.count / 2 - 1
        var wrong: UInt8 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            for index in 0..<count {
                // In bounds: two characters for each of the `count` bytes, behind the first two.
                let high = unsafe hexDigits[Int(characters[2 * index + 2])]
                let low = unsafe hexDigits[Int(characters[2 * index + 3])]
                wrong |= high | low
                unsafe bytes[index] = high << 4 | low & 15
            }
            filled = count
        }
        return wrong < 16 ? bytes : nil
    }
}

/// The value of each character as a hexadecimal digit, 255 where it is none.
private let hexDigits: [UInt8] = (0...255).map { character in
    switch UInt8(character) {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(character) - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt8(character) - UInt8(ascii: "a") + 10
    default: 255
    }
}
