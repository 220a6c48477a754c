import ArgumentParser
internal import Catalog
import Contracts
internal import Ledger
import Operations

/// Closes and posts what is loaded.
struct LedgerPostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "post", abstract: "Close the files that are loaded and post their usage.",
        discussion: """
            Commands that change the books do it themselves, and so does the worker; commands that read them do not. Where \
            nothing waits nothing is done.

            Example:
              didtron ledger post
            """)

    @OptionGroup var printing: PrintOptions

    @OptionGroup var actor: ActorOption

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let (closed, posted) = try BooksClosing(
            database.open(), by: actor.actor, from: CommandOrigin.text
        ).run()
        let journals = Set(posted.map(\.journalID)).count
        try printing.show(
            JSON.LedgerPosted(filesClosed: closed.count, journalsPosted: journals),
            closed.isEmpty && posted.isEmpty
                ? "Nothing was waiting."
                : "\(AmountText.count(Int64(closed.count), "file")) closed, "
                    + "\(AmountText.count(Int64(journals), "journal")) posted")
    }
}
