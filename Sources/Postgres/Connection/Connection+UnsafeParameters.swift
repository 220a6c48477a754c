import CPostgres

extension Connection {
    /// Sends a statement with its parameters in the extended protocol and waits for the result.
    ///
    /// - Parameters:
    ///   - binary: whether values of the result come in the binary format.
    ///   - keepsPlan: whether the statement is prepared, once.
    func sendAndWait(
        _ sql: String, _ parameters: [Value], name: String, binary: Bool, keepsPlan: Bool
    ) throws -> OpaquePointer? {
        let open = try unsafe openHandle()
        // All values in one block, each followed by the zero that libpq wants after text.
        var block: [UInt8] = []
        var offsets: [Int?] = []
        var lengths: [Int32] = []
        for (index, parameter) in parameters.enumerated() {
            guard let bytes = parameter.encoded else {
                offsets.append(nil)
                lengths.append(0)
                continue
            }
            guard parameter.isBinary || !bytes.contains(0) else {
                throw PostgresError(
                    .invalidParameter,
                    "Parameter \(index + 1) holds a zero byte, which PostgreSQL cannot store as text",
                    statement: name.isEmpty ? nil : name)
            }
            guard let length = Int32(exactly: bytes.count) else {
                throw PostgresError(
                    .invalidParameter, "Parameter \(index + 1) is larger than 2 GB",
                    statement: name.isEmpty ? nil : name)
            }
            offsets.append(block.count)
            lengths.append(length)
            block.append(contentsOf: bytes)
            block.append(0)
        }
        // Type bytea (17) where the value is binary; 0 lets the server infer it from the cast.
        let types = parameters.map { $0.isBinary ? Oid(17) : Oid(0) }
        let formats = parameters.map { $0.isBinary ? Int32(1) : Int32(0) }
        let statement = keepsPlan ? try prepare(sql, types, name: name) : nil
        return unsafe block.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                // Offsets lie inside `block`; `map` of an optional offset keeps null a null pointer.
                let pointers = unsafe offsets.map { offset in
                    unsafe offset.flatMap { at in unsafe characters.baseAddress.map { unsafe $0 + at } }
                }
                if let statement {
                    return unsafe PQexecPrepared(
                        open, statement, Int32(parameters.count), pointers, lengths, formats, binary ? 1 : 0)
                }
                return unsafe PQexecParams(
                    open, sql, Int32(parameters.count), types, pointers, lengths, formats, binary ? 1 : 0)
            }
        }
    }

    /// Prepares a statement unless this connection has it; returns its name there.
    private func prepare(_ sql: String, _ types: [Oid], name: String) throws -> String {
        if let known = prepared[sql] { return known }
        let made = "kept_\(prepared.count + 1)"
        // `types` has as many elements as are announced.
        let result = unsafe PQprepare(try openHandle(), made, sql, Int32(types.count), types)
        _ = try unsafe rows(result, name: name, sql: sql)
        prepared[sql] = made
        return made
    }
}
