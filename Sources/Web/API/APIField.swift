import Calendar
import Foundation
import Money
import Vocabulary

/// Something that a request states, in its path, its query or its body: how it is checked and how it is described.
struct APIField: Sendable {
    enum Kind: Sendable {
        /// At most so many characters, none of them a control character.
        case text(max: Int)
        case integer(ClosedRange<Int64>)
        case truth
        case choice([String])
        case day
        /// `2026-10`.
        case month
        case currency
        /// Decimals as a text, so that nothing is lost on the way: `1250.50`.
        case amount
        /// Where the page before ended, as its answer said.
        case cursor
        /// Texts, at most so many.
        case texts(max: Int)
    }

    let name: String
    let kind: Kind
    let isRequired: Bool
    let about: String
    let example: JSONValue?

    init(_ name: String, _ kind: Kind, required: Bool = false, _ about: String, example: JSONValue? = nil) {
        self.name = name
        self.kind = kind
        isRequired = required
        self.about = about
        self.example = example
    }

    /// A value that a program stated.
    enum Stated: Sendable, Equatable {
        case text(String)
        case integer(Int64)
        case truth(Bool)
        case texts([String])
    }

    // MARK: - Checking

    /// Reads a value of the path or of the query.
    ///
    /// - Throws: `Refusal` where it is none of the kind.
    func read(_ text: String) throws -> Stated {
        switch kind {
        case .integer:
            guard let number = Int64(text) else { throw notAllowed("'\(shown(text))' is no whole number") }
            return try checked(.integer(number))
        case .truth:
            guard let truth = ["true": true, "false": false][text] else {
                throw notAllowed("'\(shown(text))' is neither true nor false")
            }
            return .truth(truth)
        case .texts: return try checked(.texts([text]))
        default: return try checked(.text(text))
        }
    }

    /// Reads a value of the body.
    ///
    /// - Throws: `Refusal` where it is none of the kind.
    func read(_ value: JSONValue) throws -> Stated {
        switch (kind, value) {
        case (.integer, .integer(let number)): return try checked(.integer(number))
        case (.integer, _): throw notAllowed("It is no whole number")
        case (.truth, .truth(let truth)): return .truth(truth)
        case (.truth, _): throw notAllowed("It is neither true nor false")
        case (.texts, .list(let list)):
            return try checked(
                .texts(
                    list.map { item in
                        guard case .text(let text) = item else { throw notAllowed("It is no list of texts") }
                        return text
                    }))
        case (.texts, _): throw notAllowed("It is no list of texts")
        case (_, .text(let text)): return try checked(.text(text))
        default: throw notAllowed("It is no text")
        }
    }

    private func checked(_ stated: Stated) throws -> Stated {
        switch (kind, stated) {
        case (.integer(let range), .integer(let number)):
            guard range.contains(number) else {
                throw notAllowed("\(number) is not from \(range.lowerBound) to \(range.upperBound)")
            }
            return stated
        case (.texts(let max), .texts(let texts)):
            guard texts.count <= max else { throw notAllowed("There are more than \(max)") }
            return .texts(try texts.map { try sound($0, max: 200) })
        case (_, .text(let text)): return .text(try soundText(text))
        default: return stated
        }
    }

    private func soundText(_ stated: String) throws -> String {
        let ends = [stated.unicodeScalars.first, stated.unicodeScalars.last].compactMap(\.self)
        guard !ends.contains(where: { $0.value <= 0x20 || [0x7F, 0x85, 0xA0].contains($0.value) }) else {
            throw notAllowed("It begins or ends with a blank or a control character")
        }
        let text = stated.trimmingCharacters(in: .whitespacesAndNewlines)
        let isSound =
            switch kind {
            case .choice(let choices): choices.contains(text)
            case .day: CivilDay(text) != nil && text.utf8.count == 10
            case .month: text.utf8.count == 7 && BillingPeriod(text) != nil
            case .currency: text == text.uppercased() && Currency(code: text) != nil
            case .amount:
                text.wholeMatch(of: /[0-9]{1,12}(\.[0-9]{1,6})?/) != nil && text.contains { $0 != "0" && $0 != "." }
            default: true
            }
        guard isSound else { throw notAllowed("'\(shown(text))' is \(kind.wrongWords)") }
        if case .text(let max) = kind { return try sound(text, max: max) }
        return try sound(text, max: 1_000)
    }

    private func sound(_ text: String, max: Int) throws -> String {
        guard !text.isEmpty else { throw notAllowed("It is empty") }
        guard text.unicodeScalars.count <= max else { throw notAllowed("It is longer than \(max) characters") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw notAllowed("It has control characters")
        }
        return text
    }

    private func shown(_ text: String) -> String { String(text.prefix(40)) }

    func notAllowed(_ why: String) -> Refusal {
        Refusal(
            .invalid, "value.not_allowed", "\(name): \(why)", facts: ["field": name],
            place: Refusal.Place(field: name))
    }
}

extension APIField.Kind {
    fileprivate var wrongWords: String {
        switch self {
        case .choice(let choices): "none of \(choices.joined(separator: ", "))"
        case .day: "no day such as 2026-10-31"
        case .month: "no month such as 2026-10"
        case .currency: "no currency of ISO 4217"
        case .amount: "no amount above zero such as 1250.50, with at most six decimals"
        default: "not as it has to be"
        }
    }
}

// MARK: - Describing

extension APIField {
    /// Schema of JSON Schema 2020-12, as OpenAPI 3.1 has it.
    var schema: JSONValue {
        var schema: [String: JSONValue] =
            switch kind {
            case .text(let max):
                ["type": "string", "minLength": 1, "maxLength": .integer(Int64(max)), "pattern": Self.plainText]
            case .integer(let range):
                [
                    "type": "integer", "format": "int64", "minimum": .integer(range.lowerBound),
                    "maximum": .integer(range.upperBound),
                ]
            case .truth: ["type": "boolean"]
            case .choice(let choices): ["type": "string", "enum": .texts(choices)]
            case .day: ["type": "string", "format": "date"]
            case .month: ["type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"]
            case .currency: ["type": "string", "pattern": "^[A-Z]{3}$"]
            case .amount: ["type": "string", "pattern": "^(?=.*[1-9])[0-9]{1,12}(\\.[0-9]{1,6})?$"]
            case .cursor: ["type": "string", "pattern": "^[A-Za-z0-9_-]{1,1000}$"]
            case .texts(let max):
                [
                    "type": "array", "maxItems": .integer(Int64(max)),
                    "items": ["type": "string", "minLength": 1, "maxLength": 200, "pattern": Self.plainText],
                ]
            }
        if let example { schema["examples"] = [example] }
        return .object(schema)
    }

    /// Begins and ends with a character that is seen, and has no control characters.
    private static let plainText: JSONValue =
        "^[^\\u0000-\\u0020\\u007f\\u0085\\u00a0]([^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f\\u0085\\u00a0])?$"
}
