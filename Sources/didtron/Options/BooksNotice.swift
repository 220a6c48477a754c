internal import Catalog
internal import Ledger
internal import Postgres
internal import Vocabulary

/// Says on standard error what the figures of a command lack, because it reads and changes nothing.
enum BooksNotice {
    static func show(entityID: EntityID? = nil, on connection: Connection) throws {
        for waiting in try Books.behind(entityID: entityID, on: connection) {
            Notices.show(sentence(waiting))
        }
    }

    static func sentence(_ waiting: Books.Waiting) -> String {
        let isOne = waiting.files == 1
        let files = "\(AmountText.count(waiting.files, "file")) \(isOne ? "is" : "are")"
        let usage = "the usage of \(isOne ? "its" : "their") \(AmountText.count(waiting.calls, "call"))"
        switch waiting.step {
        case .close:
            return "\(files) loaded and not closed yet: \(usage) is not in these figures (`didtron ledger post`)."
        case .post: return "\(files) closed and not posted yet: \(usage) is not in the ledger (`didtron ledger post`)."
        }
    }
}
