/// The number in the North American plan to which a called number was ported (LRN): `2125550000`, `12125550000`,
/// `+1-212-555-0000`.
enum RoutingNumber {
    /// 1 and the ten digits as an integer; `otherwise` for anything else, such as an empty field.
    static func read(_ field: TextRange, base: UnsafeMutableRawPointer, otherwise: Int64) -> Int64 {
        guard !field.isEmpty else { return otherwise }
        let text = unsafe UnsafeRawBufferPointer(start: base + Int(field.offset), count: Int(field.count))
        let number = unsafe read(text)
        return number < 0 ? otherwise : number
    }

    /// The same; -1 for anything else.
    static func read(_ text: UnsafeRawBufferPointer) -> Int64 {
        var value: Int64 = 0
        var digits = 0
        for index in text.indices {
            let byte = unsafe text[index]
            switch byte {
            case 0x30...0x39:
                digits += 1
                guard digits <= 11 else { return -1 }
                value = value * 10 + Int64(byte - 0x30)
            // A plus sign in front, and the separators of RFC 3966.
            case 0x2B where index == 0, 0x2D, 0x2E, 0x28, 0x29, 0x20: continue
            default: return -1
            }
        }
        if digits == 10 { value += 10_000_000_000 }
        // Area codes begin with 2 to 9.
        return digits >= 10 && value >= 12_000_000_000 && value < 20_000_000_000 ? value : -1
    }

    /// That of the parameter `rn` of a URI or of a number with parameters, -1 where there is none.
    ///
    /// Source: RFC 4694, number portability parameters.
    static func parameter(of text: UnsafeRawBufferPointer) -> Int64 {
        var index = 0
        // In bounds: four bytes are looked at from `index`.
        while index + 4 < text.count {
            if unsafe text[index] == 0x3B && text[index + 1] | 0x20 == 0x72 && text[index + 2] | 0x20 == 0x6E
                && text[index + 3] == 0x3D
            {
                var end = index + 4
                // Up to the next parameter, the host or the end of the URI.
                while end < text.count, unsafe text[end] != 0x3B && text[end] != 0x40 && text[end] != 0x3E { end += 1 }
                return unsafe read(UnsafeRawBufferPointer(rebasing: text[(index + 4)..<end]))
            }
            index += 1
        }
        return -1
    }
}
