internal import Catalog
internal import Database
package import Files
package import Postgres
package import Vocabulary

/// A file that is taken back, or was, and how it was loaded.
package struct UndoneFile: Sendable {
    package var fileID: CallFileID
    package var name: String
    package var sha256: [UInt8]
    /// As it was received.
    package var bytes: Int
    package var compression: Compression
    /// JSON.
    package var layoutDefinition: String
    package var chunkBytes: Int
    package var limits: LoadLimits
    /// The instant of which it speaks, in microseconds since 1970 UTC; nil = it does not say.
    package var statedMicros: Int64?
    package var tariffHash: [UInt8]
    /// Whether it is loaded again, because it was compared with one that is undone; else it is the one that was asked for.
    package var isAgain: Bool
    /// Whether all of it is in.
    package var isFinished: Bool
    /// By which it is taken back; none before.
    package var actID = ActID(0)

    private init(_ row: Row) throws {
        fileID = try row.id("file_id")
        name = try row.string("name")
        sha256 = try row.bytes("sha256")
        bytes = Int(try row.int("bytes"))
        let compressed = try row.string("compression")
        guard let compression = Compression(rawValue: compressed) else {
            throw LoadError(inconsistent: "A file is compressed as \(compressed), which this version does not know")
        }
        self.compression = compression
        layoutDefinition = try row.string("layout_definition")
        chunkBytes = Int(try row.int("chunk_bytes"))
        limits = LoadLimits()
        limits.startsFromMicros = try row.optionalInt("starts_from_micros")
        limits.startsUntilMicros = try row.optionalInt("starts_until_micros")
        limits.longestSeconds = try row.optionalNarrow("longest_call_s")
        limits.rejectedPercentMax = try row.optionalInt("rejected_percent_max").map(Int.init)
        limits.rejectedLeast = Int(try row.int("rejected_least"))
        statedMicros = try row.optionalInt("stated_at_micros")
        tariffHash = try row.bytes("tariff_hash")
        isAgain = try row.bool("is_again")
        isFinished = try row.bool("is_finished")
    }

    /// What the undo of a file takes back, the file itself included, in the order in which they were loaded.
    package static func plan(ofFile fileID: CallFileID, _ connection: Connection) throws -> [UndoneFile] {
        try connection.run(query: "undo_plan", ["file_id": .id(fileID)]).map(UndoneFile.init)
    }

    /// What an undo that has begun still has to load again.
    package static func toLoadAgain(after fileID: CallFileID, by actID: ActID, _ connection: Connection) throws
        -> [UndoneFile]
    {
        try connection.run(query: "files_to_load_again", ["file_id": .id(fileID)]).map {
            var file = try UndoneFile($0)
            file.actID = actID
            return file
        }
    }
}

/// An undo of files of a switch that has begun and not ended.
package struct UndoUnderWay: Sendable {
    /// That was asked for.
    package var fileID: CallFileID
    package var name: String
    package var actID: ActID
    package var reason: String?

    package static func find(switchID: Int16, _ connection: Connection) throws -> UndoUnderWay? {
        try connection.run(query: "undo_under_way", ["switch_id": .int(Int64(switchID))]).first.map {
            UndoUnderWay(
                fileID: try $0.id("file_id"), name: try $0.string("name"),
                actID: ActID(try $0.int("act_id")), reason: try $0.optionalString("reason"))
        }
    }

    /// Of whatever else would change calls of the switch.
    package var refusal: Refusal {
        Refusal(
            .busy, "file.undo_interrupted",
            "The undo of file \(fileID), \(name), was interrupted: nothing else of its switch changes before it has ended",
            facts: ["file": "\(fileID)"])
    }
}
