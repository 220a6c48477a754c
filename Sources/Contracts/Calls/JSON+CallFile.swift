extension JSON {
    /// The account of a file of calls: read = rated + unrated + duplicate + rejected.
    package struct CallFile: Codable, Equatable, Sendable {
        package var fileID: Int32
        package var name: String
        /// `received`, `rerate` or `undo`.
        package var kind: String
        /// `loading`, `stopped`, `closed`, `undoing` or `undone`.
        package var state: String
        package var entity: String
        package var `switch`: String
        package var layout: String
        package var compression: String
        package var bytes: Int64
        package var sha256: String
        package var receivedAt: String
        /// The instant of which the file speaks.
        package var statedAt: String?
        package var closedAt: String?
        package var closeNumber: Int64?
        package var read: Int64
        package var rated: Int64
        package var unrated: Int64
        package var duplicate: Int64
        /// Counted in `duplicate`.
        package var stale: Int64
        package var rejected: Int64
        /// Counted in `rated` and `unrated`.
        package var changed: Int64
        package var rejectedBytes: Int64
        package var callRows: Int64
        /// Durations, in nanoseconds, as all of these.
        package var readNs: Int128
        package var ratedNs: Int128
        package var unratedNs: Int128
        package var duplicateNs: Int128
        package var replacedNs: Int128
        package var addsUp: Bool
        /// Loaded before, so that nothing changed.
        package var wasLoaded: Bool?
        package var resumedAtChunk: Int?
        package var loadMs: Int64?
        package var rowsPerSecond: Int64?
        package var findings: CallFindings?
        package var sourceFileID: Int32?
        package var undoneForFileID: Int32?
        package var undoneBy: String?
        package var undoneBecause: String?
        package var undoneAt: String?
        package var loadedAgainAsFileID: Int32?

        package init(
            fileID: Int32, name: String, kind: String, state: String, entity: String, `switch`: String, layout: String,
            compression: String, bytes: Int64, sha256: String, receivedAt: String, statedAt: String? = nil,
            closedAt: String? = nil, closeNumber: Int64? = nil, read: Int64, rated: Int64, unrated: Int64,
            duplicate: Int64, stale: Int64, rejected: Int64, changed: Int64, rejectedBytes: Int64, callRows: Int64,
            readNs: Int128, ratedNs: Int128, unratedNs: Int128, duplicateNs: Int128, replacedNs: Int128, addsUp: Bool,
            wasLoaded: Bool? = nil, resumedAtChunk: Int? = nil, loadMs: Int64? = nil, rowsPerSecond: Int64? = nil,
            findings: CallFindings? = nil, sourceFileID: Int32? = nil, undoneForFileID: Int32? = nil,
            undoneBy: String? = nil, undoneBecause: String? = nil, undoneAt: String? = nil,
            loadedAgainAsFileID: Int32? = nil
        ) {
            self.fileID = fileID
            self.name = name
            self.kind = kind
            self.state = state
            self.entity = entity
            self.switch = `switch`
            self.layout = layout
            self.compression = compression
            self.bytes = bytes
            self.sha256 = sha256
            self.receivedAt = receivedAt
            self.statedAt = statedAt
            self.closedAt = closedAt
            self.closeNumber = closeNumber
            self.read = read
            self.rated = rated
            self.unrated = unrated
            self.duplicate = duplicate
            self.stale = stale
            self.rejected = rejected
            self.changed = changed
            self.rejectedBytes = rejectedBytes
            self.callRows = callRows
            self.readNs = readNs
            self.ratedNs = ratedNs
            self.unratedNs = unratedNs
            self.duplicateNs = duplicateNs
            self.replacedNs = replacedNs
            self.addsUp = addsUp
            self.wasLoaded = wasLoaded
            self.resumedAtChunk = resumedAtChunk
            self.loadMs = loadMs
            self.rowsPerSecond = rowsPerSecond
            self.findings = findings
            self.sourceFileID = sourceFileID
            self.undoneForFileID = undoneForFileID
            self.undoneBy = undoneBy
            self.undoneBecause = undoneBecause
            self.undoneAt = undoneAt
            self.loadedAgainAsFileID = loadedAgainAsFileID
        }

        private enum CodingKeys: String, CodingKey {
            case fileID = "file_id"
            case name, kind, state, entity, `switch`, layout, compression, bytes, sha256
            case receivedAt = "received_at"
            case statedAt = "stated_at"
            case closedAt = "closed_at"
            case closeNumber = "close_number"
            case read, rated, unrated, duplicate, stale, rejected, changed
            case rejectedBytes = "rejected_bytes"
            case callRows = "call_rows"
            case readNs = "read_ns"
            case ratedNs = "rated_ns"
            case unratedNs = "unrated_ns"
            case duplicateNs = "duplicate_ns"
            case replacedNs = "replaced_ns"
            case addsUp = "adds_up"
            case wasLoaded = "was_loaded"
            case resumedAtChunk = "resumed_at_chunk"
            case loadMs = "load_ms"
            case rowsPerSecond = "rows_per_second"
            case findings
            case sourceFileID = "source_file_id"
            case undoneForFileID = "undone_for_file_id"
            case undoneBy = "undone_by"
            case undoneBecause = "undone_because"
            case undoneAt = "undone_at"
            case loadedAgainAsFileID = "loaded_again_as_file_id"
        }
    }
}
