import Foundation

/// Names and values of a form or of the query of an address, in their order.
struct FormFields: Sendable, Equatable {
    private(set) var items: [(name: String, value: String)] = []

    init() {}

    init(_ items: [(name: String, value: String)]) { self.items = items }

    /// Of text in the form `name=value&name=value`.
    init(encoded text: some StringProtocol) {
        for pair in text.split(separator: "&", omittingEmptySubsequences: true) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            items.append((Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : ""))
        }
    }

    /// The last value of that name, without blanks around it; nil where there is none or nothing in it.
    subscript(name: String) -> String? {
        guard let value = items.last(where: { $0.name == name })?.value else { return nil }
        let trimmed = value.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The value as it was typed.
    func typed(_ name: String) -> String { items.last { $0.name == name }?.value ?? "" }

    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// With another value of a name; nil takes it away.
    func setting(_ name: String, _ value: String?) -> FormFields {
        var fields = FormFields(items.filter { $0.name != name })
        if let value { fields.items.append((name, value)) }
        return fields
    }

    func removing(_ names: Set<String>) -> FormFields { FormFields(items.filter { !names.contains($0.name) }) }

    /// As text; empty values are left out.
    var encoded: String {
        items.filter { !$0.value.isEmpty }.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
            .joined(separator: "&")
    }

    /// A path with these as its query.
    func address(_ path: String) -> String { encoded.isEmpty ? path : "\(path)?\(encoded)" }

    static func == (one: FormFields, other: FormFields) -> Bool { one.encoded == other.encoded }

    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    /// Bytes that are no UTF-8 become replacement characters, zero bytes are taken out.
    private static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next(), let low = iterator.next(),
                    let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
                else { continue }
                if value != 0 { bytes.append(value) }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
