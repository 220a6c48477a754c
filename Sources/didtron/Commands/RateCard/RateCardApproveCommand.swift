import ArgumentParser
import Foundation
internal import Postgres
internal import RateBook
internal import Vocabulary

/// Puts a draft into effect.
struct RateCardApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Put a draft of a card into effect.",
        discussion: """
            Shows first what the draft changes against the version that it would follow now, whose notice that breaks, and what it \
            means for the margin. At a terminal it then asks, unless --yes is stated; from a script it approves. --dry-run only \
            shows.
            """)

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Number of the draft; the latest where not given.")
    var version: Int64?

    @Flag(help: "Only show what the draft changes.")
    var dryRun = false

    @Flag(help: "Approve without asking.")
    var yes = false

    @Flag(help: "Show every prefix that differs, not the first 20 only.")
    var all = false

    @Flag(help: "Print JSON, and do not ask.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    /// What was approved, and numbers of the versions whose place it takes.
    private struct Approval: Codable {
        let card: String
        let version: Int64
        let effectiveFrom: String
        let withdrawn: [Int64]
    }

    private struct Answer: Encodable {
        /// Nil where the request was done before.
        let review: RateCardReport?
        let approval: Approval?
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        let review = try review(atMicros: now, on: connection)
        if !json, let review { print(review.review(isComplete: all)) }
        guard !dryRun else {
            if json { try JSONOutput.print(Answer(review: review, approval: nil)) }
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
            return Approval(
                card: card.name, version: approved.number, effectiveFrom: approved.effectiveFrom, withdrawn: withdrawn)
        }
        if json { return try JSONOutput.print(Answer(review: review, approval: done)) }
        print("Version \(done.version) of card \(done.card) is approved and in effect from \(done.effectiveFrom).")
        for number in done.withdrawn { print("It takes the place of version \(number).") }
    }

    /// Nil where there is no such draft, which the act then refuses, unless it was done before.
    private func review(atMicros now: Int64, on connection: Connection) throws -> RateCardReport? {
        do {
            return try RateCardApproval.review(
                selection.stored(on: connection), number: version, atMicros: now, listsNew: all || json, on: connection)
        } catch let refusal as Refusal where !dryRun && refusal.code == .notFound {
            return nil
        }
    }

    /// Asks a person at a terminal.
    private func isAgreed(_ review: RateCardReport?) -> Bool {
        guard let review, !yes, !json, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return true }
        let broken = review.notice.reduce(0) { $0 + $1.broken }
        let notice =
            broken > 0 ? ", although \(broken) \(broken == 1 ? "change breaks" : "changes break") a notice" : ""
        print("Approve version \(review.version ?? 0)\(notice)? [y/N] ", terminator: "")
        fflush(nil)
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}
