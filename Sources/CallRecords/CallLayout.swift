/// The columns of a CDR file as data: which column is what, and how times, durations and quotes are written.
///
/// The coded form (JSON) is what a user's own layout file holds:
///
///     {"name": "acme", "delimiter": ";", "header": "required", "timeFormats": ["dd/MM/yyyy HH:mm:ss"], "zone": "Europe/Lisbon",
///      "numbers": {"techPrefixes": ["1234#"], "homeCountry": "351", "nationalDigits": "9"},
///      "fields": {"call_id": ["id"], "customer_id": ["account"], "called": ["dst", "destination"], "start_time": ["date+time"], "duration_s": ["billsec"]}}
///
/// A column is named by its header or, as `#5`, by its position from 1; several columns joined by a blank as `date+time`.
/// Of several alternatives the first that the file has is taken.
public struct CallLayout: Sendable, Equatable {
    public enum Header: String, Sendable, Codable { case required, none }

    public enum Quoting: String, Sendable, Codable {
        /// RFC 4180; a quote anywhere else is a fault of the record.
        case strict
        /// A quote that does not open a field or is not followed by a delimiter is text.
        case lenient
        /// Quotes are text.
        case none
    }

    public enum DurationFormat: String, Sendable, Codable { case seconds, milliseconds, clock }

    /// What a column may be. The raw value is the name in layout files and in rejects.
    public enum Field: String, Sendable, Codable, CaseIterable {
        case callID = "call_id"
        case leg
        case customer = "customer_id"
        case supplier = "supplier_id"
        case calling
        case called
        case startTime = "start_time"
        case duration = "duration_s"
        case sipCode = "sip_code"
        case ingressAddress = "ingress_ip"
        case recordType = "record_type"
        /// Routing number (LRN) of a called number that was ported.
        case routing = "lrn"
        /// Post-dial delay (PDD): how long the caller waited for a sign of the called side.
        case postDialDelay = "pdd"
        /// When the call ended, in place of a duration.
        case endTime = "end_time"
        /// When it was answered; empty or zero where it was not, and then it has no duration. With an end time, the duration
        /// counts from it.
        case answerTime = "answer_time"
        /// How long the called side rang, which is taken off the duration; written like it.
        case ringTime = "ring_s"
    }

    public var name: String
    public var delimiter: UInt8 = 0x2C
    public var header: Header = .required
    /// Lines after the header that are no records (Cisco writes one with the types of the columns).
    public var linesAfterHeader = 0
    public var quoting: Quoting = .strict
    /// Blanks around a field are no part of it.
    public var trimsBlanks = false
    /// IANA zone of times without an offset; nil = the zone of the switch, UTC where there is none.
    public var zone: String?
    /// Tried in order: `iso8601`, `epoch_seconds`, `epoch_milliseconds`, or a pattern of yyyy yy MM M dd d HH H mm ss.
    public var timeFormats = ["iso8601"]
    public var durationFormat: DurationFormat = .seconds
    /// How the post-dial delay is written.
    public var postDialFormat: DurationFormat = .milliseconds
    /// Number of columns of a file without a header; with one, the header says.
    public var columnCounts: ClosedRange<Int>?
    public var fields: [Field: [String]]
    /// Where the layout has a record type: the one that is a call; others are rejected.
    public var callRecordType: String?
    /// Fields that a file must have beside called, start and duration.
    public var required: [Field] = []
    /// Each row is one quoted field that holds the record.
    public var quotedRows = false
    /// Numbers that stand for what is dialled and is no number, such as `*8`; `*` stands for all others with `*` or `#`. What
    /// is not here is a reject.
    public var dialStrings: [String: String] = [:]
    /// The customer account of all calls, whatever the file says.
    public var account: String?
    /// How telephone numbers are written; nil = as the switch writes them, by the standard plan where it states none.
    public var numbers: NumberPlan?

    /// Bytes of the account of all calls at most.
    public static let accountBytesMax = 256

    public init(name: String, fields: [Field: [String]]) {
        self.name = name
        self.fields = fields
    }
}

extension CallLayout: Codable {
    private enum Key: String, CodingKey {
        case name, delimiter, header, linesAfterHeader, quoting, trimsBlanks, zone, timeFormats, durationFormat
        case postDialFormat = "pddFormat"
        case columnsMinimum, columnsMaximum, fields, callRecordType, required, numbers, quotedRows, dialStrings, account
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        let delimiterText = try container.decodeIfPresent(String.self, forKey: .delimiter) ?? ","
        guard let byte = delimiterText.utf8.first, delimiterText.utf8.count == 1, byte != 0x22, byte != 0x0A else {
            throw DecodingError.dataCorruptedError(
                forKey: .delimiter, in: container,
                debugDescription: "delimiter must be one ASCII character, not a quote")
        }
        delimiter = byte
        header = try container.decodeIfPresent(Header.self, forKey: .header) ?? .required
        linesAfterHeader = try container.decodeIfPresent(Int.self, forKey: .linesAfterHeader) ?? 0
        quoting = try container.decodeIfPresent(Quoting.self, forKey: .quoting) ?? .strict
        trimsBlanks = try container.decodeIfPresent(Bool.self, forKey: .trimsBlanks) ?? false
        zone = try container.decodeIfPresent(String.self, forKey: .zone)
        timeFormats = try container.decodeIfPresent([String].self, forKey: .timeFormats) ?? ["iso8601"]
        durationFormat = try container.decodeIfPresent(DurationFormat.self, forKey: .durationFormat) ?? .seconds
        postDialFormat =
            try container.decodeIfPresent(DurationFormat.self, forKey: .postDialFormat) ?? .milliseconds
        let minimum = try container.decodeIfPresent(Int.self, forKey: .columnsMinimum)
        let maximum = try container.decodeIfPresent(Int.self, forKey: .columnsMaximum)
        if let low = minimum ?? maximum, let high = maximum ?? minimum {
            guard low >= 1, low <= high else {
                throw DecodingError.dataCorruptedError(
                    forKey: .columnsMinimum, in: container, debugDescription: "columnsMinimum exceeds columnsMaximum")
            }
            columnCounts = low...high
        }
        var fields: [Field: [String]] = [:]
        for (key, columns) in try container.decode([String: [String]].self, forKey: .fields) {
            guard let field = Field(rawValue: key) else {
                let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw DecodingError.dataCorruptedError(
                    forKey: .fields, in: container, debugDescription: "unknown field \(key); known are \(known)")
            }
            fields[field] = columns
        }
        self.fields = fields
        callRecordType = try container.decodeIfPresent(String.self, forKey: .callRecordType)
        required = try container.decodeIfPresent([Field].self, forKey: .required) ?? []
        numbers = try container.decodeIfPresent(NumberPlan.self, forKey: .numbers)
        quotedRows = try container.decodeIfPresent(Bool.self, forKey: .quotedRows) ?? false
        dialStrings = try container.decodeIfPresent([String: String].self, forKey: .dialStrings) ?? [:]
        account = try container.decodeIfPresent(String.self, forKey: .account)
        for (text, number) in dialStrings.sorted(by: { $0.key < $1.key })
        where number.isEmpty || number.utf8.count > NumberText.calledDigitsMax
            || !number.utf8.allSatisfy({ $0 &- 0x30 <= 9 })
        {
            throw DecodingError.dataCorruptedError(
                forKey: .dialStrings, in: container, debugDescription: "'\(number)', for \(text), is not 1 to 32 digits"
            )
        }
        if let account, account.isEmpty || account.utf8.count > CallLayout.accountBytesMax {
            throw DecodingError.dataCorruptedError(
                forKey: .account, in: container, debugDescription: "the account is empty or too long")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encode(String(UnicodeScalar(delimiter)), forKey: .delimiter)
        try container.encode(header, forKey: .header)
        try container.encode(linesAfterHeader, forKey: .linesAfterHeader)
        try container.encode(quoting, forKey: .quoting)
        try container.encode(trimsBlanks, forKey: .trimsBlanks)
        try container.encodeIfPresent(zone, forKey: .zone)
        try container.encode(timeFormats, forKey: .timeFormats)
        try container.encode(durationFormat, forKey: .durationFormat)
        try container.encode(postDialFormat, forKey: .postDialFormat)
        try container.encodeIfPresent(columnCounts?.lowerBound, forKey: .columnsMinimum)
        try container.encodeIfPresent(columnCounts?.upperBound, forKey: .columnsMaximum)
        let named = Dictionary(uniqueKeysWithValues: fields.map { ($0.key.rawValue, $0.value) })
        try container.encode(named, forKey: .fields)
        try container.encodeIfPresent(callRecordType, forKey: .callRecordType)
        try container.encode(required, forKey: .required)
        try container.encodeIfPresent(numbers, forKey: .numbers)
        if quotedRows { try container.encode(true, forKey: .quotedRows) }
        if !dialStrings.isEmpty { try container.encode(dialStrings, forKey: .dialStrings) }
        try container.encodeIfPresent(account, forKey: .account)
    }
}
