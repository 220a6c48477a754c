internal import CallRecords
internal import Postgres
internal import Vocabulary

extension Reject {
    static let copyStatement = """
        COPY call_reject (chunk_id, ordinal, entity_id, line, column_number, byte_offset, field, reason, text) \
        FROM STDIN (FORMAT binary)
        """

    /// Writes a row of `call_reject`; the reject is placed in its file.
    func write(chunkID: ChunkID, entityID: Int16, _ buffer: inout CopyBuffer, to writer: CopyWriter) throws {
        let field = CallNumber.storable(Array(field.utf8))
        let reason = CallNumber.storable(Array(reason.utf8))
        try buffer.row(columns: 9, bytesMax: 128 + field.count + reason.count + text.count, to: writer) { row in
            row.int4(chunkID.rawValue)
            row.int4(Int32(truncatingIfNeeded: ordinal))
            row.int2(entityID)
            row.int8(Int64(line))
            row.int4(Int32(truncatingIfNeeded: column))
            row.int8(Int64(byteOffset))
            row.bytes(field)
            row.bytes(reason)
            row.bytes(text)
        }
    }
}
