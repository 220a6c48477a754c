/// The value of a header with its parameters: `form-data; name="file"; filename="calls.csv"`.
struct HeaderParameters: Sendable, Equatable {
    /// In small letters.
    let value: String
    private(set) var parameters: [String: String] = [:]

    /// Nil where the text is not written like that.
    init?(_ text: [UInt8]) {
        var rest = text[...]
        value = Self.token(&rest).lowercased()
        guard !value.isEmpty else { return nil }
        while true {
            Self.skipBlanks(&rest)
            guard let byte = rest.popFirst() else { return }
            guard byte == UInt8(ascii: ";") else { return nil }
            Self.skipBlanks(&rest)
            if rest.isEmpty { return }
            let name = Self.token(&rest).lowercased()
            Self.skipBlanks(&rest)
            guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { return nil }
            Self.skipBlanks(&rest)
            let stated: String
            if rest.first == UInt8(ascii: "\"") {
                guard let quoted = Self.quoted(&rest) else { return nil }
                stated = quoted
            } else {
                stated = Self.token(&rest)
            }
            // Of two, readers choose differently: neither is taken.
            guard parameters.updateValue(stated, forKey: name) == nil else { return nil }
        }
    }

    private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) {
        while rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") { rest.removeFirst() }
    }

    /// Up to a blank or one of the characters that part parameters.
    private static func token(_ rest: inout ArraySlice<UInt8>) -> String {
        let ends: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "=")]
        let token = rest.prefix { !ends.contains($0) }
        rest = rest.dropFirst(token.count)
        return String(decoding: token, as: UTF8.self)
    }

    /// A text in quotes. A backslash stands before a quote or another backslash only: browsers write those of file names as they
    /// are, and a quote as `%22`.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String? {
        rest.removeFirst()
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"):
                text.append(rest.removeFirst())
            default: text.append(byte)
            }
        }
        return nil
    }
}
