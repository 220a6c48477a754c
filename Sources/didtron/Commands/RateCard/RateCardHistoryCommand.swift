import ArgumentParser
internal import Catalog
import Contracts
import Foundation
internal import Postgres
internal import RateBook

/// Shows who did what to a card.
struct RateCardHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show who imported, approved and withdrew versions of a card, when and why.",
        discussion: """
            The latest first; instants are UTC. --json has all that was recorded.

            Example:
              didtron ratecard history --card gold
            """)

    @OptionGroup var selection: RateCardSelection

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        let rows = try card.history(on: connection)
        let none = "Nothing has been done to card \(card.name) yet."
        if json || rows.isEmpty { return try RowOutput.print(rows, as: JSON.CardEvent.self, json: json, none: none) }
        var table = TextTable([.left("when"), .left("who"), .left("what"), .left("why")])
        table.rows = try rows.map { row in
            let at = try row.string("at").replacing("T", with: " ").replacing("Z", with: "")
            return [
                at, try row.optionalString("actor") ?? "-", try CardEvent(row).sentence,
                try row.optionalString("reason") ?? "-",
            ]
        }
        print(table.text, terminator: "")
    }
}

/// One thing that was done to a card.
private struct CardEvent {
    /// What an audit event says of a version or a name; each has some of it.
    private struct Detail: Decodable {
        var effective_from: String?
        var rates: Int?
        var source: String?
        var scope: String?
        var counts: [String: Int]?
        var forced: [String]?
        var displaces: [Int]?
        var state: String?
        var name: String?
        var destination: String?
    }

    private let act: String
    private let version: String
    private let detail: Detail
    private let before: Detail?

    init(_ row: Row) throws {
        act = try row.string("act")
        version = try row.optionalInt("version").map { "version \($0)" } ?? "a version"
        detail = try JSONDecoder().decode(Detail.self, from: Data(row.string("detail").utf8))
        before = try row.optionalString("before").map { try JSONDecoder().decode(Detail.self, from: Data($0.utf8)) }
    }

    var sentence: String {
        switch act {
        case "ratecard.import", "ratecard.generate": made
        case "ratecard.approve": before?.state == "withdrawn" ? "approved \(version) again" : approved
        case "ratecard.withdraw": before?.state == "draft" ? "withdrew the draft \(version)" : "withdrew \(version)"
        case "destination.map":
            "reviewed '\(detail.name ?? "")': it is '\(detail.destination ?? "")'"
                + (before?.destination.flatMap { $0 == detail.destination ? nil : " and not '\($0)'" } ?? "")
        default: "\(act) \(version)"
        }
    }

    /// `imported version 3 from deck.csv: 200 rates (2 new, 1 increase), to take effect from 2026-12-01`
    private var made: String {
        var text = act == "ratecard.generate" ? "generated \(version)" : "imported \(version)"
        if detail.scope == "amendment" { text += ", an amendment," }
        if let source = detail.source {
            text += act == "ratecard.generate" ? ", \(source)" : " from \(source)"
        }
        if let rates = detail.rates { text += ": \(AmountText.count(Int64(rates), "rate"))" }
        let order = ["new", "increase", "decrease", "changed", "blocked", "closed"]
        let changes = order.compactMap { kind in
            detail.counts?[kind].flatMap { $0 > 0 ? "\($0) \(kind)" : nil }
        }
        if !changes.isEmpty { text += " (\(changes.joined(separator: ", ")))" }
        if let start { text += ", to take effect from \(start)" }
        if let forced = detail.forced, !forced.isEmpty { text += ", with --force" }
        return text
    }

    private var approved: String {
        var text = "approved \(version)"
        if let start { text += ", in effect from \(start)" }
        if let displaced = detail.displaces, !displaced.isEmpty {
            text += ", in place of version \(displaced.map(String.init).joined(separator: ", "))"
        }
        return text
    }

    /// A day where it begins then, as text of the database in UTC.
    private var start: String? {
        detail.effective_from.map { text in
            let plain = text.replacing("T", with: " ").replacing("+00:00", with: "").replacing("+00", with: "")
            return plain.hasSuffix(" 00:00:00") ? String(plain.dropLast(9)) : plain
        }
    }
}
