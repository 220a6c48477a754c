internal import Vocabulary

/// Whether a column of money writes a decimal point or a decimal comma, which is known only when all of it was read.
struct DecimalColumn {
    enum Comma { case decimal, ambiguous }

    struct Occurrence {
        let line: Int
        /// `1,234` may be one and a bit, or more than a thousand.
        let isAmbiguous: Bool
        let text: String
    }

    var hasPoint = false
    var commas: [Occurrence] = []

    mutating func lookForPoint(_ text: Span<UInt8>) {
        for at in text.indices where text[at] == UInt8(ascii: ".") { hasPoint = true }
    }

    /// What the only comma of `text` can be; nil where there is none or more than one.
    static func comma(_ text: Span<UInt8>) -> Comma? {
        var position: Int?
        for at in text.indices where text[at] == UInt8(ascii: ",") {
            guard position == nil else { return nil }
            position = at
        }
        guard let position else { return nil }
        let isThousands =
            text.count - position - 1 == 3 && position >= 1 && position <= 3 && text[0] != UInt8(ascii: "0")
        return isThousands ? .ambiguous : .decimal
    }

    /// `1,234.5` as `1234.5`, where groups of three digits are separated throughout; nil where they are not.
    static func ungrouped(_ text: Span<UInt8>, decimal: UInt8, group: UInt8) -> [UInt8]? {
        var plain: [UInt8] = []
        var digits = 0
        var groups = 0
        var isWhole = true
        for at in text.indices {
            let byte = text[at]
            if isWhole, byte == group {
                guard groups == 0 ? (1...3).contains(digits) : digits == 3 else { return nil }
                groups += 1
                digits = 0
                continue
            }
            if isWhole, byte == decimal {
                guard groups > 0, digits == 3 else { return nil }
                isWhole = false
            }
            plain.append(byte)
            digits += 1
        }
        return groups > 0 && (!isWhole || digits == 3) ? plain : nil
    }

    /// The occurrences that cannot be taken for decimal commas, and why.
    var refused: (occurrences: [Occurrence], reason: String) {
        if hasPoint { return (commas, "a comma in a column that has decimal points") }
        if commas.allSatisfy(\.isAmbiguous) {
            return (
                commas, "a comma that may separate decimals or thousands; state \(Choice(.decimal, "comma")) or point"
            )
        }
        return ([], "")
    }
}
