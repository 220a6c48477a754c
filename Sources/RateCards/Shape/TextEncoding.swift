/// How the characters of a text file are written as bytes.
public enum TextEncoding: String, CaseIterable, Sendable, Codable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"

    /// What a file's bytes show: a byte order mark, or whether they are UTF-8.
    struct Detection {
        var encoding: TextEncoding
        /// Bytes of the mark, 0 to 3.
        var markBytes: Int
    }

    /// Windows-1252 is taken where there are bytes that cannot be UTF-8 and no sequence that only UTF-8 would write. A file
    /// with both stays UTF-8, and the rows that break it are refused.
    static func detect(_ bytes: Span<UInt8>) -> Detection {
        func begins(_ mark: UInt8...) -> Bool {
            bytes.count >= mark.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
        }
        if begins(0xEF, 0xBB, 0xBF) { return Detection(encoding: .utf8, markBytes: 3) }
        if begins(0xFF, 0xFE) { return Detection(encoding: .utf16LittleEndian, markBytes: 2) }
        if begins(0xFE, 0xFF) { return Detection(encoding: .utf16BigEndian, markBytes: 2) }
        let (valid, invalid) = sequences(bytes)
        return Detection(encoding: invalid > 0 && valid == 0 ? .windows1252 : .utf8, markBytes: 0)
    }

    /// Characters beyond ASCII that are well-formed UTF-8, and bytes that are not.
    private static func sequences(_ bytes: Span<UInt8>) -> (valid: Int, invalid: Int) {
        var valid = 0
        var invalid = 0
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            guard byte >= 0x80 else { continue }
            let length = byte & 0xE0 == 0xC0 ? 1 : byte & 0xF0 == 0xE0 ? 2 : byte & 0xF8 == 0xF0 ? 3 : 0
            guard length > 0, byte > 0xC1, byte < 0xF5, at + length <= bytes.count,
                (at..<(at + length)).allSatisfy({ bytes[$0] & 0xC0 == 0x80 })
            else {
                invalid += 1
                continue
            }
            valid += 1
            at += length
        }
        return (valid, invalid)
    }

    /// The text in UTF-8. Line ends stay where they are, so that lines keep their numbers.
    func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        switch self {
        case .utf8: return Array(bytes)
        case .utf16LittleEndian, .utf16BigEndian:
            var units: [UInt16] = []
            units.reserveCapacity(bytes.count / 2)
            var at = bytes.startIndex
            while at + 1 < bytes.endIndex {
                let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
                units.append(self == .utf16LittleEndian ? second << 8 | first : first << 8 | second)
                at += 2
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        case .windows1252:
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 16)
            for byte in bytes {
                if byte < 0x80 {
                    text.append(byte)
                } else {
                    text += String(TextEncoding.character1252(byte)).utf8
                }
            }
            return text
        }
    }

    /// The characters of 0x80 to 0x9F; the others are those of Unicode. Five bytes have none.
    private static func character1252(_ byte: UInt8) -> Unicode.Scalar {
        let characters: [UInt16] = [
            0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
            0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
            0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
        ]
        return byte < 0xA0 ? Unicode.Scalar(characters[Int(byte) - 0x80]) ?? "\u{FFFD}" : Unicode.Scalar(byte)
    }

    /// As people write it.
    var title: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16 (little endian)"
        case .utf16BigEndian: "UTF-16 (big endian)"
        case .windows1252: "Windows-1252"
        }
    }
}
