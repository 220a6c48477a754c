import ArgumentParser
import Foundation
internal import RateBook

/// Puts a draft into effect.
struct RateCardApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Put a draft of a card into effect.")

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Number of the draft; the latest where not given.")
    var version: Int64?

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let done = try act.perform("ratecard.approve", of: .entity(selection.entity), on: connection) {
            let card = try selection.stored(on: connection)
            let (approved, withdrawn) = try RateCardApproval.approve(
                card, number: version, atMicros: Int64(Date().timeIntervalSince1970 * 1_000_000), actor: act.actor.name,
                onWaiting: WaitingNotice.show, on: connection)
            return [
                "Version \(approved.number) of card \(card.name) is approved and in effect from \(approved.effectiveFrom)."
            ] + withdrawn.map { "It takes the place of version \($0)." }
        }
        for sentence in done { print(sentence) }
    }
}
