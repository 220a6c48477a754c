import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Postgres

/// Seals the records of the books.
struct SealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Seal journals with their entries, acts and the audit in a block of a chain of hashes.",
        discussion: """
            The worker does it every hour. Each block has the hash of the one before it: whoever notes a hash down elsewhere can \
            tell later (`didtron ledger verify --head HASH`) that nothing up to that block was changed, not even by somebody who \
            owns the database.

            Example:
              didtron ledger seal
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let blocks = try SealBlock.seal(on: connection)
        if json { return try JSONOutput.print(blocks.map(JSON.SealBlock.init)) }
        for block in blocks {
            print(
                "Block \(block.number): \(AmountText.count(block.journals, "journal")), \(AmountText.count(block.entries, "entry")), "
                    + "\(AmountText.count(block.acts, "act")), \(AmountText.count(block.events, "event"))\n  \(block.hash)"
            )
        }
        guard blocks.isEmpty else { return }
        let last = try SealBlock.list(rowsMax: 1, on: connection).first
        print(
            last.map { "Nothing was unsealed. Block \($0.number) has \($0.hash)." }
                ?? "There is nothing to seal yet.")
    }
}
