import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
import Operations
internal import Postgres

/// Locks the books of an entity until a day.
struct PeriodLockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock", abstract: "Lock the books of an entity until a day that is over.",
        discussion: """
            What is recorded from then on takes effect on the first open day, and keeps the period of its service. Files that \
            are loaded are closed and posted before. Whoever is posting is waited for.

            Example:
              didtron ledger lock --until 2026-10-31
            """)

    @Option(help: ArgumentHelp("The last day to be locked.", valueName: "date"))
    var until: DayArgument

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    private struct Outcome: Codable {
        /// The last locked day.
        var lockedThrough: String
        /// Nil where it was locked already.
        var change: PeriodLock.Change?
    }

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .app)
        let entityID = try Catalog.entityID(entity, on: connection)
        try BooksClosing(database, by: act.actor.actor, from: CommandOrigin.text).run(entityID: entityID)
        let outcome = try act.perform("period.lock", of: .entity(entity), on: connection) {
            Outcome(
                lockedThrough: until.text,
                change: try PeriodLock.lock(
                    entityID: entityID, through: until.text, reason: act.reason ?? "Closed", on: connection))
        }
        if json {
            return try JSONOutput.print(JSON.PeriodLockStep(lockedThrough: outcome.lockedThrough, outcome.change))
        }
        guard let change = outcome.change else { return print("The books are locked until \(until.text) already.") }
        print(
            "The books are locked until \(until.text); before \(change.lockedBefore.map { "until \($0)" } ?? "they were open")."
        )
    }
}

/// Opens the books of an entity again.
struct PeriodUnlockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Open the books of an entity again. Say why with --reason.",
        discussion: """
            Example:
              didtron ledger unlock --until 2026-09-30 --reason "late invoice"
            """)

    @Option(
        help: ArgumentHelp("The last day that stays locked; without it everything is opened.", valueName: "date"))
    var until: DayArgument?

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    private struct Outcome: Codable {
        /// The last locked day; nil = none.
        var lockedThrough: String?
        /// Nil where nothing was locked.
        var change: PeriodLock.Change?
    }

    func validate() throws {
        if act.reason == nil { throw ValidationError("Say why with --reason.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let outcome = try act.perform("period.unlock", of: .entity(entity), on: connection) {
            let entityID = try Catalog.entityID(entity, on: connection)
            return Outcome(
                lockedThrough: until?.text,
                change: try PeriodLock.unlock(
                    entityID: entityID, through: until?.text, reason: act.reason ?? "", on: connection))
        }
        if json {
            return try JSONOutput.print(JSON.PeriodLockStep(lockedThrough: outcome.lockedThrough, outcome.change))
        }
        guard let change = outcome.change else { return print("The books were not locked.") }
        print(
            "The books are \(until.map { "locked until \($0.text)" } ?? "open"); before they were locked until "
                + "\(change.lockedBefore ?? "-").")
    }
}

/// Lists the locks of the books.
struct PeriodLockListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locks", abstract: "Until when books are locked, and by whom they were locked and opened before.",
        discussion: """
            Example:
              didtron ledger locks
            """)

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let locks = try PeriodLock.list(
            entityID: entity.map { try Catalog.entityID($0, on: connection) }, on: connection)
        if json { return try JSONOutput.print(locks.map(JSON.PeriodLock.init)) }
        guard !locks.isEmpty else { return print("The books were never locked.") }
        var table = TextTable([
            .left("entity"), .left("locked until"), .left("holds"), .left("at"), .left("who"), .left("reason"),
        ])
        table.rows = locks.map { lock in
            [
                lock.entity, lock.lockedThrough ?? "open", lock.holds ? "yes" : "", lock.lockedAt, lock.actor ?? "-",
                lock.reason,
            ]
        }
        print(table.text, terminator: "")
    }
}
