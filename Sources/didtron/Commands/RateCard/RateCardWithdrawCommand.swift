import ArgumentParser
import Contracts
import Foundation
internal import RateBook

/// Takes a version back before it is in effect.
struct RateCardWithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Withdraw a version that is not in effect yet.",
        discussion: """
            A draft, or an approved version that begins later. Versions whose place its approval had taken are approved again. \
            While a later version that was made from it has prices of it, that one has to be withdrawn first. \
            One that is in effect may have priced calls and stays; another deck takes its place.

            Example:
              didtron ratecard withdraw --card gold --version 4 --reason 'wrong dates'
            """,
        aliases: ["undo"])

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Number of the version; the latest draft or scheduled one by default.")
    var version: Int64?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let done = try act.perform("ratecard.withdraw", of: .entity(selection.entity), on: connection) {
            let card = try selection.stored(on: connection)
            let (taken, restored) = try RateCardApproval.withdraw(
                card, number: version, atMicros: Int64(Date().timeIntervalSince1970 * 1_000_000), actor: act.actor.name,
                onWaiting: WaitingNotice.show, on: connection)
            return JSON.CardVersionStep(
                card: card.name, version: taken.number, state: "withdrawn", effectiveAt: taken.effectiveFrom,
                withdrawn: [], restored: restored)
        }
        if printing.json { return try JSONOutput.print(done) }
        printing.say("Version \(done.version) of card \(done.card) is withdrawn.")
        for version in done.restored {
            printing.say("Version \(version), whose place it had taken, is approved again.")
        }
    }
}
