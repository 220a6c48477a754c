/// What a person says about a CDR file beside what is seen in it.
public struct CallFileStatements: Sendable {
    /// The whole layout, which is then only tried.
    public var layout: CallLayout?
    /// Columns by their heading or, as `#3`, by their number, and what they mean.
    public var columns: [(column: String, field: CallLayout.Field)] = []
    public var delimiter: UInt8?
    /// False where the first line is a record.
    public var hasHeader: Bool?
    public var timeFormats: [String] = []
    public var durationFormat: CallLayout.DurationFormat?
    /// IANA zone of times without an offset.
    public var zone: String?
    /// Customer account of all calls.
    public var account: String?
    /// Of the layout that is made.
    public var name = "own"

    public init() {}

    var areEmpty: Bool {
        columns.isEmpty && delimiter == nil && hasHeader == nil && timeFormats.isEmpty && durationFormat == nil
    }
}
