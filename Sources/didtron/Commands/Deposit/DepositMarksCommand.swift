import ArgumentParser
import Contracts
internal import Catalog
import Operations
internal import Receivables
internal import Vocabulary

/// Shows which deposits run low or are overdrawn.
struct DepositMarksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marks", abstract: "Show which deposits run low or are overdrawn, brought up to date.",
        discussion: """
            The setting deposit.low says below which amount a deposit is low, deposit.cleared_percent from which part of it on it is \
            no longer. A schedule keeps the marks, too.

            Example:
              didtron deposit marks --all
            """)

    @Argument(help: "Code of the customer; all of them without one.")
    var partner: String?

    @Option(help: ArgumentHelp("The entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Also those that were cleared.")
    var all = false

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var actor: ActorOption
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        try DepositWatch.run(database, by: actor.actor, from: CommandOrigin.text)
        let connection = try database.connect(role: .reporter)
        let marks = try DepositMark.list(
            entityID: Catalog.entityID(entity, on: connection),
            partnerID: partner.map { try Catalog.partnerID($0, on: connection) }, isStanding: !all,
            on: connection)
        if json { return try JSONOutput.print(marks.map(JSON.DepositMark.init)) }
        guard !marks.isEmpty else { return print("No deposit runs low.") }
        var table = TextTable([
            .left("partner"), .left("mark"), .right("available"), .right("limit"), .left("currency"), .left("since"),
            .left("until"),
        ])
        for mark in marks {
            table.rows.append([
                mark.partner, mark.kind, AmountText.micros(mark.availableMicros, digits: mark.minorDigits),
                AmountText.micros(mark.limitMicros, digits: mark.minorDigits), mark.currency, mark.raisedAt,
                mark.clearedAt ?? "",
            ])
        }
        print(table.text, terminator: "")
    }
}

/// Lists holds that keep something.
struct DepositHoldsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds", abstract: "List holds that keep something of a deposit at this moment.",
        discussion: """
            Example:
              didtron deposit holds acme
            """)

    @Argument(help: "Code of the customer; all of them without one.")
    var partner: String?

    @Option(help: ArgumentHelp("The entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let holds = try DepositHold.list(
            entityID: Catalog.entityID(entity, on: connection),
            partnerID: partner.map { try Catalog.partnerID($0, on: connection) }, on: connection)
        if json { return try JSONOutput.print(holds.map(JSON.DepositHold.init)) }
        guard !holds.isEmpty else { return print("Nothing is held.") }
        var table = TextTable([
            .right("hold"), .left("partner"), .right("amount"), .left("currency"), .left("state"), .left("expires"),
            .left("reference"),
        ])
        for hold in holds {
            table.rows.append([
                "\(hold.holdID)", hold.partner,
                AmountText.micros(hold.capturedMicros ?? hold.amountMicros, digits: hold.minorDigits), hold.currency,
                hold.state, hold.expiresAt, hold.reference ?? "",
            ])
        }
        print(table.text, terminator: "")
    }
}
