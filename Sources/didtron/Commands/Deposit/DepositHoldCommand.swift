import ArgumentParser
import Contracts
internal import Catalog
import Money
internal import Postgres
internal import Receivables
internal import Vocabulary

/// Keeps a part of a deposit.
struct DepositHoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keep a part of a deposit for a call or session under way.",
        discussion: """
            Example:
              didtron deposit hold acme --amount 5 --seconds 3600
            """)

    @Argument(help: "Code of the customer.")
    var partner: String

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @Option(help: ArgumentHelp("How much, with up to six decimals.", valueName: "amount"))
    var amount: String

    @Option(
        help: ArgumentHelp("Until it expires; as the setting deposit.hold_seconds says without it.", valueName: "n"))
    var seconds: Int32?

    @Option(help: ArgumentHelp("What it is for: the id of the call.", valueName: "text"))
    var reference: String?

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let made = try act.perform("deposit.hold", of: .entity(entity), on: connection) {
            let party = try PaymentPartner(entity: entity, partner: partner, on: connection)
            return try DepositHold.make(
                partnerID: party.partnerID, entityID: party.entityID, micros: HoldAmount.micros(amount),
                seconds: seconds, reference: reference, on: connection)
        }
        if json { return try JSONOutput.print(JSON.DepositHoldMade(made)) }
        print(
            "Hold \(made.holdID) keeps \(AmountText.micros(made.amountMicros, digits: made.minorDigits)) until \(made.expiresAt)"
        )
    }
}

/// An amount of a hold, which is to the micro.
enum HoldAmount {
    static func micros(_ text: String) throws -> Int64 {
        do { return try DecimalText.micros(text) } catch {
            throw Refusal(.invalid, "deposit.amount", "'\(text)' is no amount: \(error.reason)")
        }
    }
}

/// Notes what a hold came to.
struct DepositCaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Note what a hold came to; the rest is available again.",
        discussion: """
            Example:
              didtron deposit capture 12 --amount 1.35
            """)

    @Argument(help: "Number of the hold.")
    var hold: HoldID

    @Option(help: ArgumentHelp("What it came to, with up to six decimals.", valueName: "amount"))
    var amount: String

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let ended = try act.perform("deposit.capture", on: connection) {
            try DepositHold.capture(hold, micros: HoldAmount.micros(amount), on: connection)
        }
        if json { return try JSONOutput.print(JSON.DepositHoldEnded(ended)) }
        print("Hold \(ended.holdID) captured")
    }
}

/// Lets go of a hold.
struct DepositReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Let go of a hold, or of what was captured of it once its usage is loaded.",
        discussion: """
            Example:
              didtron deposit release 12
            """)

    @Argument(help: "Number of the hold.")
    var hold: HoldID

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let ended = try act.perform("deposit.release", on: connection) { try DepositHold.release(hold, on: connection) }
        if json { return try JSONOutput.print(JSON.DepositHoldEnded(ended)) }
        print("Hold \(ended.holdID) released")
    }
}
