import ArgumentParser
import Contracts
internal import Catalog
internal import Database
import Foundation
import Operations
internal import Postgres

/// Says what waits for somebody, and by which command it is done.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Show what waits: calls without a price, drafts, unbilled usage, refused files, parked jobs; each with its command.",
        discussion: """
            Reads only, and changes nothing. What is listed needs a decision or a correction; what comes by itself is not listed. Acts \
            that were refused are listed for seven days, unless one of their kind was done since.

            Examples:
              didtron status
              didtron status --entity main --json
            """)

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        let status = try InstallationStatus.read(entityID: entityID, on: connection)
        let lines = StatusText.lines(status)
        if json { return try JSONOutput.print(JSON.Status(status, lines)) }
        print(StatusText.head(status.counts))
        guard !lines.isEmpty else { return print(StatusText.nothing(status.counts)) }
        for line in lines {
            print("\n\(line.sentence)")
            for command in line.commands { print("    \(command)") }
        }
    }
}

extension JSON.Status {
    init(_ status: InstallationStatus, _ lines: [StatusText.Line]) {
        let own = status.counts
        self.init(
            counts: JSON.StatusCounts(
                entities: own.entities, partners: own.partners, accounts: own.accounts, cards: own.cards,
                files: own.files, calls: own.calls, invoices: own.invoices),
            waiting: lines.map {
                JSON.StatusItem(
                    kind: $0.kind, subject: $0.subject, detail: $0.detail, count: $0.count, sentence: $0.sentence,
                    commands: $0.commands)
            })
    }
}
