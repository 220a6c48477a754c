/// IP addresses as they are written: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1` (RFC 4291, section 2.2). No port, zone or
/// network.
enum IPAddressText {
    static func isAddress(_ text: String) -> Bool { isVersion4(text[...]) || isVersion6(text) }

    /// Four numbers up to 255 without leading zeros, which some programs would take for octal.
    private static func isVersion4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                    let number = Int(part)
                else { return false }
                return number <= 255 && String(number) == part
            }
    }

    /// Eight groups of up to four hexadecimal digits; `::` once stands for groups of zero, and the last two may be
    /// written as an address of version 4.
    private static func isVersion6(_ text: String) -> Bool {
        let halves = halves(of: text)
        guard let first = halves.first, halves.count <= 2 else { return false }
        let last = halves.count == 2 ? halves[1] : ""
        guard let before = groupCount(first, mayEndInVersion4: halves.count == 1),
            let after = groupCount(last, mayEndInVersion4: true)
        else { return false }
        return halves.count == 1 ? before == 8 : before + after <= 7
    }

    /// The groups before and behind `::`.
    private static func halves(of text: String) -> [Substring] {
        var halves: [Substring] = []
        var rest = text[...]
        while let range = rest.firstRange(of: "::") {
            halves.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return halves + [rest]
    }

    /// How many groups a half has; nil where one of them is none.
    private static func groupCount(_ text: Substring, mayEndInVersion4: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = groups.count
        if mayEndInVersion4, let last = groups.last, isVersion4(last) {
            groups.removeLast()
            count += 1
        }
        let areHexadecimal = groups.allSatisfy { group in
            (1...4).contains(group.utf8.count) && group.allSatisfy { $0.isASCII && $0.isHexDigit }
        }
        return areHexadecimal ? count : nil
    }
}
