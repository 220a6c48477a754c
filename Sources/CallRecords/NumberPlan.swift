/// How a switch writes telephone numbers, and so what has to be taken off or put in front of them to get E.164 digits.
///
/// The standard plan takes off `+` and a leading `00`, and nothing else. A number goes through these steps:
///
/// 1. of a URI (`sip:`, `sips:`, `tel:`, `user@host`, `"Name" <sip:…>`) the user part, without password and parameters
///    such as `;npdi;rn=…`, percent signs decoded; `rn` is kept as the routing number, unless a column states one;
/// 2. separators are left out, those of RFC 3966 (`-.()`) always in a `tel:` URI;
/// 3. of a called number the longest tech prefix that something follows;
/// 4. `+`, or else the longest international prefix: what follows is E.164;
/// 5. or else, where a home country is stated: the national prefix gives way to the country's code, and a number of as
///    many digits as a national one has gets it in front.
///
/// What is not digits then is no number: a called one rejects the row, a calling one is kept as text. What was taken off is
/// not stored with the call: the line of the file, kept as evidence, has it. The tech prefix names the account where the
/// row has no account code.
public struct NumberPlan: Sendable, Equatable {
    /// Digits dialled before a country's code: `00`, `011`.
    public var internationalPrefixes = ["00"]
    /// What stands before a called number to choose the product or name the customer: `1234#`, `9999`.
    public var techPrefixes: [String] = []
    /// Whether a tech prefix names the account where the row has no account code; else the ingress address does.
    public var techPrefixNamesAccount = true
    /// Country code of numbers that are not written internationally: `44`.
    public var homeCountry: String?
    /// What stands before a national number: `0`.
    public var nationalPrefix: String?
    /// Digits of a national number that is written without any prefix.
    public var nationalDigits: ClosedRange<Int>?
    /// Characters that mean nothing within a number: blanks, `.`, `-`, `(`, `)`, `/`.
    public var separators = ""
    /// Whether a number may be written as a URI.
    public var readsURIs = false
    /// Calling numbers that mean that the caller is withheld; capitals do not matter. They are kept as text, so that such
    /// a caller is of no origin even where it is written as digits.
    public var anonymous: [String] = []

    public init() {}

    public static let standard = NumberPlan()

    /// Bytes of a prefix at most.
    static let prefixBytesMax = 32
    static let separatorsKnown = " .-()/"

    /// What is wrong with the plan, nil where it is sound.
    public var fault: String? {
        func isDigits(_ text: String, atMost count: Int) -> Bool {
            !text.isEmpty && text.utf8.count <= count && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
        }
        if let bad = internationalPrefixes.first(where: { !isDigits($0, atMost: NumberPlan.prefixBytesMax) }) {
            return "international prefix '\(bad)' is not digits"
        }
        let isTechPrefix = { (text: String) in
            !text.isEmpty && text.utf8.count <= NumberPlan.prefixBytesMax
                && text.utf8.allSatisfy {
                    $0 < 0x80 && UnicodeScalar($0).properties.isAlphabetic || $0 &- 0x30 < 10 || $0 == 0x23
                        || $0 == 0x2A
                }
        }
        if let bad = techPrefixes.first(where: { !isTechPrefix($0) }) {
            return "tech prefix '\(bad)' is not of digits, letters, # and *"
        }
        if let homeCountry, !isDigits(homeCountry, atMost: 3) {
            return "home country '\(homeCountry)' is not a country code"
        }
        if let nationalPrefix, !isDigits(nationalPrefix, atMost: 8) {
            return "national prefix '\(nationalPrefix)' is not digits"
        }
        if homeCountry == nil, nationalPrefix != nil || nationalDigits != nil {
            return "national numbers need a home country"
        }
        if let nationalDigits, nationalDigits.lowerBound < 1 || nationalDigits.upperBound > 15 {
            return "a national number has 1 to 15 digits"
        }
        if let bad = separators.first(where: { !NumberPlan.separatorsKnown.contains($0) }) {
            return "'\(bad)' is not a separator; known are blanks and . - ( ) /"
        }
        return anonymous.contains("") ? "an anonymous caller's name is empty" : nil
    }

    /// `10`, or `9-11`; nil for anything else.
    public static func digitCounts(_ text: String) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let low = parts[0], let high = parts[parts.count - 1], low <= high else {
            return nil
        }
        return low...high
    }
}

extension NumberPlan: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case internationalPrefixes, techPrefixes, techPrefixNamesAccount, homeCountry, nationalPrefix, nationalDigits
        case separators, uris, anonymous
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where Key(rawValue: key.stringValue) == nil {
            let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "numbers has an unknown key \(key.stringValue); known are \(known)"))
        }
        let container = try decoder.container(keyedBy: Key.self)
        let standard = NumberPlan.standard
        internationalPrefixes =
            try container.decodeIfPresent([String].self, forKey: .internationalPrefixes)
            ?? standard.internationalPrefixes
        techPrefixes = try container.decodeIfPresent([String].self, forKey: .techPrefixes) ?? []
        techPrefixNamesAccount = try container.decodeIfPresent(Bool.self, forKey: .techPrefixNamesAccount) ?? true
        homeCountry = try container.decodeIfPresent(String.self, forKey: .homeCountry)
        nationalPrefix = try container.decodeIfPresent(String.self, forKey: .nationalPrefix)
        separators = try container.decodeIfPresent(String.self, forKey: .separators) ?? ""
        readsURIs = try container.decodeIfPresent(Bool.self, forKey: .uris) ?? false
        anonymous = try container.decodeIfPresent([String].self, forKey: .anonymous) ?? []
        if let text = try container.decodeIfPresent(String.self, forKey: .nationalDigits) {
            guard let counts = NumberPlan.digitCounts(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .nationalDigits, in: container,
                    debugDescription: "nationalDigits must be a count such as \"10\", or two such as \"9-11\"")
            }
            nationalDigits = counts
        }
        if let fault {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "numbers: \(fault)"))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(internationalPrefixes, forKey: .internationalPrefixes)
        try container.encode(techPrefixes, forKey: .techPrefixes)
        try container.encode(techPrefixNamesAccount, forKey: .techPrefixNamesAccount)
        try container.encodeIfPresent(homeCountry, forKey: .homeCountry)
        try container.encodeIfPresent(nationalPrefix, forKey: .nationalPrefix)
        try container.encodeIfPresent(
            nationalDigits.map { "\($0.lowerBound)-\($0.upperBound)" }, forKey: .nationalDigits)
        try container.encode(separators, forKey: .separators)
        try container.encode(readsURIs, forKey: .uris)
        try container.encode(anonymous, forKey: .anonymous)
    }
}
