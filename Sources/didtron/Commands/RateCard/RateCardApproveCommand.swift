import ArgumentParser
import Contracts
import Foundation
internal import Postgres
internal import RateBook
internal import Vocabulary

/// Puts a draft into effect.
struct RateCardApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a draft, which puts it into effect.",
        discussion: """
            Shows first what the draft changes against the version that it would follow now, whose notice that breaks, and what it \
            means for the margin. At a terminal it then asks, unless --yes is stated; from a script it approves. --dry-run only \
            shows.

            Examples:
              didtron ratecard approve --card gold --dry-run
              didtron ratecard approve --card gold --version 4
            """)

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Number of the draft; the latest by default.")
    var version: Int64?

    @Flag(help: "Only show what the draft changes.")
    var dryRun = false

    @Flag(help: "Approve without asking.")
    var yes = false

    @Flag(help: "Show every prefix that differs, not the first 20 only.")
    var all = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        let review = try review(atMicros: now, on: connection)
        if !printing.json, let review { printing.say(review.review(isComplete: all)) }
        guard !dryRun else {
            if printing.json, let review { try JSONOutput.print(JSON.DeckImport(review)) }
            return
        }
        guard isAgreed(review) else {
            print("Nothing was changed.")
            throw ExitCode.failure
        }
        let done = try act.perform("ratecard.approve", of: .entity(selection.entity), on: connection) {
            let card = try selection.stored(on: connection)
            let (approved, withdrawn) = try RateCardApproval.approve(
                card, number: review?.version ?? version, atMicros: now, actor: act.actor.name,
                onWaiting: WaitingNotice.show, on: connection)
            return JSON.CardVersionStep(
                card: card.name, version: approved.number, state: "approved", effectiveAt: approved.effectiveFrom,
                withdrawn: withdrawn, restored: [], review: review.map(JSON.DeckImport.init))
        }
        if printing.json { return try JSONOutput.print(done) }
        printing.say("Version \(done.version) of card \(done.card) is approved and in effect from \(done.effectiveAt).")
        for version in done.withdrawn { printing.say("It takes the place of version \(version).") }
    }

    /// Nil where there is no such draft, which the act then refuses, unless it was done before.
    private func review(atMicros now: Int64, on connection: Connection) throws -> RateCardReport? {
        do {
            return try RateCardApproval.review(
                selection.stored(on: connection), number: version, atMicros: now, listsNew: all || printing.json,
                on: connection)
        } catch let refusal as Refusal where !dryRun && refusal.code == .notFound {
            return nil
        }
    }

    /// Asks a person at a terminal.
    private func isAgreed(_ review: RateCardReport?) -> Bool {
        guard let review, !yes, !printing.json, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            return true
        }
        let broken = review.notice.reduce(0) { $0 + $1.broken }
        let notice =
            broken > 0 ? ", although \(broken) \(broken == 1 ? "change breaks" : "changes break") a notice" : ""
        print("Approve version \(review.version ?? 0)\(notice)? [y/N] ", terminator: "")
        fflush(nil)
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}
