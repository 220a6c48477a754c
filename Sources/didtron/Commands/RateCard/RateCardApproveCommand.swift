import ArgumentParser
import Contracts
import Foundation
internal import RateBook

/// Puts a draft into effect.
struct RateCardApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a draft, which puts it into effect.",
        discussion: """
            Example:
              didtron ratecard approve --card gold --version 4
            """)

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Number of the draft; the latest by default.")
    var version: Int64?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let done = try act.perform("ratecard.approve", of: .entity(selection.entity), on: connection) {
            let card = try selection.stored(on: connection)
            let (approved, withdrawn) = try RateCardApproval.approve(
                card, number: version, atMicros: Int64(Date().timeIntervalSince1970 * 1_000_000), actor: act.actor.name,
                onWaiting: WaitingNotice.show, on: connection)
            return JSON.CardVersionStep(
                card: card.name, version: approved.number, state: "approved", effectiveAt: approved.effectiveFrom,
                withdrawn: withdrawn, restored: [])
        }
        if printing.json { return try JSONOutput.print(done) }
        printing.say("Version \(done.version) of card \(done.card) is approved and in effect from \(done.effectiveAt).")
        for version in done.withdrawn { printing.say("It takes the place of version \(version).") }
    }
}
