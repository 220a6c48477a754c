/// A received file.
struct ModelFile {
    /// The account of a file.
    struct Account: Equatable {
        var read = 0
        var rated = 0
        var unrated = 0
        var duplicates = 0
        var changed = 0
        var rejected = 0
    }

    var id: Int
    var name: String
    var entity: String
    /// Its records in order; nil = no call.
    var records: [ModelCall?]
    /// Records that are in.
    var loaded = 0
    var account = Account()
    /// Files whose statements its records met, and whether one of its records said something else.
    var compared: [Int: Bool] = [:]
    /// As the catalog was when the first records came.
    var catalogRevision = 0
    var isFinished = false
    var isTakenBack = false
}
