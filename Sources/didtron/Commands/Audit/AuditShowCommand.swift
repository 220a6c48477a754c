import Acts
import ArgumentParser
internal import Catalog
import Contracts
import Foundation
internal import Vocabulary

/// Shows one act.
struct AuditShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one act with all that it changed, before and after.",
        discussion: """
            Example:
              didtron audit show 1204
            """)

    @Argument(help: "Number of the act.")
    var act: Int64

    @Option(help: "Largest number of changes.")
    var limit: Int32 = 200

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        guard let found = try ActDetails.find(act, changesMax: limit, on: connection) else {
            throw Refusal(.notFound, "act.not_found", "There is no act \(act)", facts: ["act": "\(act)"])
        }
        if printing.json { return try JSONOutput.print(JSON.ActRecord(found)) }
        print("Act \(found.actID): \(found.name), \(found.outcome)")
        for (title, text) in [
            ("who", found.actor), ("from", found.origin), ("entity", found.entity), ("begun", found.begunAt),
            ("ended", found.endedAt), ("reason", found.reason), ("refused", found.refusal),
        ] {
            if let text { print("  \(title.padding(toLength: 8, withPad: " ", startingAt: 0))\(text)") }
        }
        for change in found.changes {
            print("  \(change.kind) \(change.label)")
            if let before = change.before { print("    before  \(before)") }
            if let after = change.after { print("    after   \(after)") }
        }
        let rest = found.changesInAll - Int64(found.changes.count)
        if rest > 0 { print("  … and \(AmountText.count(rest)) more (--limit shows them)") }
    }
}
