/// In which ways the times of a column may be written.
enum CallFileTimes {
    /// By which a file is tried, the commonest first.
    private static let formats: [String] = {
        var formats = ["iso8601", "yyyyMMddHHmmss", "yyyyMMdd-HHmmss", "yyyyMMdd HHmmss", "yyyyMMdd HH:mm:ss"]
        for mark in ["/", "-", "."] {
            for clock in ["H:mm:ss", "H:mm"] {
                formats += [
                    "yyyy\(mark)M\(mark)d \(clock)", "d\(mark)M\(mark)yyyy \(clock)", "M\(mark)d\(mark)yyyy \(clock)",
                ]
                formats += ["d\(mark)M\(mark)yy \(clock)", "M\(mark)d\(mark)yy \(clock)"]
            }
        }
        return formats
    }()

    /// Those by which all values can be read.
    static func fitting(_ values: [String]) -> [String] {
        let values = values.prefix(200).map { Array($0.utf8) }.filter { $0.contains { $0 &- 0x31 <= 8 } }
        guard !values.isEmpty else { return [] }
        if values.allSatisfy({ text in
            let whole = text.prefix { $0 != UInt8(ascii: ".") }
            return whole.count == 10 && text.allSatisfy { $0 &- 0x30 <= 9 || $0 == UInt8(ascii: ".") }
        }) {
            let seconds = values.compactMap { Int(String(decoding: $0.prefix(10), as: UTF8.self)) }
            // From the year 2000 to 2060; a telephone number may look so, but not all of them.
            if seconds.allSatisfy({ (946_684_800...2_840_140_800).contains($0) }) { return ["epoch_seconds"] }
        }
        if values.allSatisfy({ $0.count == 13 && $0.allSatisfy { $0 &- 0x30 <= 9 } }) {
            let millis = values.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
            if millis.allSatisfy({ (946_684_800_000...2_840_140_800_000).contains($0) }) {
                return ["epoch_milliseconds"]
            }
        }
        return formats.filter { name in
            guard let format = TimeFormat(name) else { return false }
            return values.allSatisfy { format.micros($0, zone: .utc) != nil }
        }
    }

    /// Whether values are days without a clock, or a clock without a day, so that another column has the rest.
    static func areDays(_ values: [String]) -> Bool {
        !values.isEmpty
            && values.allSatisfy { value in
                let parts = value.split { "/-.".contains($0) }
                return parts.count == 3 && parts.allSatisfy { $0.allSatisfy(\.isNumber) } && value.count >= 6
                    && value.count <= 10
            }
    }

    static func areClocks(_ values: [String]) -> Bool {
        !values.isEmpty
            && values.allSatisfy { value in
                let parts = value.split(separator: ":")
                return (2...3).contains(parts.count)
                    && parts.allSatisfy { part in
                        (1...2).contains(part.count) && part.allSatisfy(\.isNumber)
                    }
            }
    }
}
