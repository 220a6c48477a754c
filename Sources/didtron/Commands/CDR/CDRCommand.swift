import ArgumentParser

/// Files of call records, and what became of their records.
struct CDRCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cdr",
        abstract: "Load call records and take files back; find calls, list files, rejects and calls without a price.",
        discussion: """
            Examples:
              didtron cdr inspect calls.csv
              didtron cdr import calls.csv.zst --switch fra1
              didtron cdr find 6f1b2c@fra1
              didtron cdr unrated
            """,
        subcommands: [
            CDRInspectCommand.self, CDRImportCommand.self, CDRWatchCommand.self, CDRFilesCommand.self,
            CDRRejectsCommand.self,
            CDRUnratedCommand.self, CDRCorrectCommand.self, CDRFindCommand.self, CDRShowCommand.self,
            CDREvidenceCommand.self, CDRUndoCommand.self,
        ])
}
