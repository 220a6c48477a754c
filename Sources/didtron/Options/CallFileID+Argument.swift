import ArgumentParser
internal import Vocabulary

// Ids as arguments and options: their numbers.

extension CallFileID: ExpressibleByArgument {}
extension DocumentID: ExpressibleByArgument {}
extension HoldID: ExpressibleByArgument {}
extension JournalID: ExpressibleByArgument {}
extension LedgerAccountID: ExpressibleByArgument {}
