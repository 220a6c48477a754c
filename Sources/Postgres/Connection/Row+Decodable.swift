extension Rows {
    /// Each row as a value whose properties are named as the columns, `billedMinor` for `billed_minor`.
    ///
    /// - Throws: `PostgresError` for a column that is missing, null where the property is not optional, or no value of its type:
    ///   a number that does not fit is refused, never cut.
    package func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> [Value] {
        try map { try $0.decoded(as: type) }
    }
}

extension Row {
    /// The row as a value whose properties are named as the columns; throws as `Rows.decoded`.
    package func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try Value(from: RowDecoder(row: self))
    }

    fileprivate func has(_ column: String) -> Bool { result.columnNumbers[column] != nil }

    fileprivate func fault(_ text: String) -> PostgresError { result.unexpected(text) }
}

/// A row as the keys of a type: what takes the place of ten hand-written lines for each type that is read.
private struct RowDecoder: Decoder {
    let row: Row
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Columns(row: row))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw row.fault("a row is no list") }
    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw row.fault("a row is no single value")
    }
}

private struct Columns<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let row: Row
    let codingPath: [any CodingKey] = []
    var allKeys: [Key] { row.result.columns.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { row.has(column(key.stringValue)) }
    func decodeNil(forKey key: Key) throws -> Bool { try row.optionalString(column(key.stringValue)) == nil }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try row.bool(column(key.stringValue)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try row.string(column(key.stringValue)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { throw inexact(key) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw inexact(key) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try row.wideInt(column(key.stringValue)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        if let bytes = try type == [UInt8].self ? row.bytes(column(key.stringValue)) as? Value : nil { return bytes }
        return try Value(from: CellDecoder(row: row, column: column(key.stringValue)))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> { throw nested(key) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw nested(key) }
    func superDecoder() throws -> any Decoder { throw row.fault("a row has no super class") }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw nested(key) }

    private func integer<Number: FixedWidthInteger>(_ key: Key) throws -> Number {
        let name = column(key.stringValue)
        guard let number = Number(exactly: try row.int(name)) else {
            throw row.fault("column \(name) does not fit \(Number.self)")
        }
        return number
    }

    private func inexact(_ key: Key) -> PostgresError {
        row.fault("column \(column(key.stringValue)) would be read as a binary fraction")
    }

    private func nested(_ key: Key) -> PostgresError {
        row.fault("column \(column(key.stringValue)) is a single value")
    }
}

/// One column of a row: ids, dates, cases of an enumeration.
private struct CellDecoder: Decoder, SingleValueDecodingContainer {
    let row: Row
    let column: String
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> { throw several() }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw several() }

    func decodeNil() -> Bool { row[column] == nil }
    func decode(_ type: Bool.Type) throws -> Bool { try row.bool(column) }
    func decode(_ type: String.Type) throws -> String { try row.string(column) }
    func decode(_ type: Double.Type) throws -> Double { throw several() }
    func decode(_ type: Float.Type) throws -> Float { throw several() }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: Int128.Type) throws -> Int128 { try row.wideInt(column) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    private func integer<Number: FixedWidthInteger>() throws -> Number {
        guard let number = Number(exactly: try row.int(column)) else {
            throw row.fault("column \(column) does not fit \(Number.self)")
        }
        return number
    }

    private func several() -> PostgresError { row.fault("column \(column) is no value of the type asked for") }
}

/// `entity_code` for `entityCode`, `sha256` for `sha256`, `url` for `url`; capitals that follow one another are one word.
private func column(_ property: String) -> String {
    var name = ""
    var wasCapital = true
    for character in property {
        if character.isUppercase {
            if !wasCapital { name.append("_") }
            name += character.lowercased()
            wasCapital = true
        } else {
            name.append(character)
            wasCapital = false
        }
    }
    return name
}
