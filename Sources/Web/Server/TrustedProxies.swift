import Foundation

/// Addresses of proxies whose word about the client is taken.
package struct TrustedProxies: Sendable, Equatable {
    private let networks: [Network]

    package init() { networks = [] }

    /// Of a list with commas: addresses, and networks with the bits that count (`10.0.0.0/8`, `fd00::/8`).
    ///
    /// - Throws: `NotAnAddress` with the one that is none.
    package init(_ text: String) throws(NotAnAddress) {
        var networks: [Network] = []
        for part in text.split(separator: ",") {
            let stated = part.trimmed
            guard let network = Network(stated) else { throw NotAnAddress(text: stated) }
            networks.append(network)
        }
        self.networks = networks
    }

    package struct NotAnAddress: Error, CustomStringConvertible {
        let text: String

        package var description: String { "\(text) is neither an address nor a network such as 10.0.0.0/8." }
    }

    func contains(_ address: String) -> Bool {
        guard let address = Address(address) else { return false }
        return networks.contains { $0.contains(address) }
    }

    /// The client of a request: the last address of the way that is no trusted proxy.
    ///
    /// Each proxy adds whom it heard from at the end, so what stands before the first that is not trusted may be invented.
    ///
    /// - Parameters:
    ///   - peer: whoever the connection is from.
    ///   - forwarded: values of `X-Forwarded-For`, in their order.
    func client(peer: String, forwarded: [String]) -> String {
        guard contains(peer) else { return Address(peer)?.text ?? peer }
        var client = Address(peer)?.text ?? peer
        let way = forwarded.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        for hop in way.reversed() {
            // What is no address is nobody's: the proxy that passed it on is the last that is known.
            guard let address = Address(hop.trimmed) else { break }
            client = address.text
            if !networks.contains(where: { $0.contains(address) }) { break }
        }
        return client
    }
}

/// An address of IP: four bytes or sixteen, those of version 4 written as version 6 being of version 4.
private struct Address: Equatable {
    let bytes: [UInt8]
    let text: String

    init?(_ stated: String) {
        var stated = stated
        // With a port, as some proxies write it: `[2001:db8::1]:443`, `192.0.2.1:443`.
        if stated.hasPrefix("["), let end = stated.firstIndex(of: "]") {
            stated = String(stated[stated.index(after: stated.startIndex)..<end])
        } else if stated.filter({ $0 == ":" }).count == 1, let colon = stated.firstIndex(of: ":") {
            stated = String(stated[..<colon])
        }
        guard var bytes = IPAddressText.bytes(of: stated) else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        if bytes.count == 16, bytes.starts(with: mapped) { bytes = Array(bytes[12...]) }
        self.bytes = bytes
        text = IPAddressText.text(of: bytes)
    }
}

private struct Network: Equatable {
    let address: Address
    let bits: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = Address(String(parts[0])) else { return nil }
        let all = address.bytes.count * 8
        guard let bits = parts.count == 1 ? all : Int(parts[1]), (0...all).contains(bits) else { return nil }
        self.address = address
        self.bits = bits
    }

    func contains(_ other: Address) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = bits / 8
        guard other.bytes[..<whole] == address.bytes[..<whole] else { return false }
        let rest = bits % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - rest))
        return other.bytes[whole] & mask == address.bytes[whole] & mask
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        trimmingCharacters(in: .whitespaces)
    }
}
