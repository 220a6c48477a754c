import Glibc

/// Addresses of IP between text and bytes, as the system reads and writes them.
enum IPAddressText {
    /// Four bytes or sixteen; nil where the text is no address.
    static func bytes(of text: String) -> [UInt8]? {
        // As many as the family has, which is what `inet_pton` writes.
        var four = [UInt8](repeating: 0, count: 4)
        if unsafe inet_pton(AF_INET, text, &four) == 1 { return four }
        var sixteen = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET6, text, &sixteen) == 1 { return sixteen }
        return nil
    }

    static func text(of bytes: [UInt8]) -> String {
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        // The longest text there is, with its zero.
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
