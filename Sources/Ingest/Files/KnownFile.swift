internal import CallRecords
internal import CallStore
internal import Catalog
import Foundation
internal import Postgres
internal import Vocabulary

/// A file whose bytes were entered before, and how that was done: what it is loaded with now must agree.
struct KnownFile {
    /// As schema/queries/find_cdr_file.sql selects it.
    let row: Row
    let fileID: CallFileID
    /// Whether all of it is in.
    let isLoaded: Bool
    /// Whether some of it is in, and the rest is not.
    let isBegun: Bool
    /// Of the chunks that are in.
    let records: Int
    let rejected: Int
    private let name: String

    /// - Parameter nowNamed: what the bytes are called this time.
    init(_ row: Row, nowNamed name: String) throws {
        self.row = row
        self.name = name
        fileID = try row.id("file_id")
        isLoaded = try row.optionalInt("chunks") != nil
        isBegun = try !isLoaded && row.optionalInt("next_number") != nil
        records = Int(try row.int("rows_read"))
        rejected = Int(try row.int("rejected"))
    }

    /// By which it is loaded, unless that act has ended.
    var actUnderWay: ActID? {
        get throws { try row.bool("is_act_under_way") ? ActID(row.int("act_id")) : nil }
    }

    /// How messages name it.
    private func title() throws -> String {
        let first = try row.string("name")
        return first == name
            ? "\(name) is known as file \(fileID)" : "\(name) has the bytes of \(first), which is file \(fileID)"
    }

    /// - Throws: `Refusal` where another switch wrote the file.
    func check(switch asked: String) throws {
        let code = try row.string("switch_code")
        guard code != asked else { return }
        throw Refusal(
            .conflict, isLoaded ? "file.of_another_switch" : "file.begun_for_another_switch",
            "\(try title()) and was \(isLoaded ? "loaded" : "begun") as one of switch \(code): it cannot be loaded as one of "
                + "\(asked), too, and nothing was changed",
            facts: ["file": "\(fileID)", "switch": code])
    }

    /// Of a file that is loaded.
    ///
    /// - Parameter asked: nil = whatever it was.
    /// - Throws: `Refusal` where it is another layout than that with which it was loaded.
    func check(layout asked: CallLayout?) throws {
        guard let asked else { return }
        var frozen = try layout()
        // Where the layout has no number plan, the switch's was taken, which may be another one by now.
        if asked.numbers == nil { frozen.numbers = nil }
        guard asked != frozen else { return }
        let isOfOneName = asked.name == frozen.name
        throw Refusal(
            .conflict, "file.loaded_with_another_layout",
            "\(try title()) and was loaded with layout \(frozen.name)\(isOfOneName ? " as it was then" : ""): it cannot be "
                + "loaded with layout \(asked.name)\(isOfOneName ? " as it is now" : ""), too, and nothing was changed",
            facts: ["file": "\(fileID)"])
    }

    /// Of a file that was begun: the layout with which that was done.
    ///
    /// - Parameter asked: nil = whatever it was.
    func layout(asked: CallLayout?) throws -> CallLayout {
        let frozen = try layout()
        guard let asked, asked != frozen else { return frozen }
        throw Refusal(
            .conflict, "file.begun_with_another_layout",
            "The loading of this file began with layout \(frozen.name), which differs from \(asked.name) as it is now. "
                + "The rest is loaded with the former",
            facts: ["file": "\(fileID)"])
    }

    private func layout() throws -> CallLayout {
        try JSONDecoder().decode(CallLayout.self, from: Data(row.string("layout_definition").utf8))
    }

    /// Of a file that was begun: the limits with which that was done, unless its rejects are accepted now.
    func limits(_ options: FileLoad.Options) throws -> LoadLimits {
        var limits = LoadLimits()
        limits.startsFromMicros = try row.optionalInt("starts_from_micros")
        limits.startsUntilMicros = try row.optionalInt("starts_until_micros")
        limits.longestSeconds = try row.optionalNarrow("longest_call_s")
        limits.rejectedPercentMax = try row.optionalInt("rejected_percent_max").map(Int.init)
        limits.rejectedLeast = Int(try row.int("rejected_least"))
        guard options.startsFromMicros == nil || options.startsFromMicros == limits.startsFromMicros,
            options.startsUntilMicros == nil || options.startsUntilMicros == limits.startsUntilMicros
        else {
            throw Refusal(
                .conflict, "file.begun_with_other_starts",
                "The loading of \(name) began with other plausible starts. The rest is loaded with the former",
                facts: ["file": "\(fileID)"])
        }
        if options.acceptsRejects {
            limits.rejectedPercentMax = nil
        } else if try row.string("state") == "stopped" {
            throw Refusal(
                .conflict, "file.stopped",
                "\(try title()) and is stopped: with what follows the \(records) records that are in, too many are rejects",
                facts: ["file": "\(fileID)"])
        }
        return limits
    }
}
