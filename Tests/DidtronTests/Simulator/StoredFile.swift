/// A file as a reader of the database finds it.
struct StoredFile {
    var id: Int
    var name: String
    var entity: String
    var kind: String
    /// Records that are in.
    var rows: Int
    var isFinished: Bool
    var isTakenBack: Bool
    /// Its undo has come to the end.
    var isUndone: Bool
    /// The file that it is once more.
    var sourceID: Int?
    /// The undo that took it back, by the file that was asked for.
    var undoneForID: Int?
}
