import Testing

@testable import Web

/// Who the client is, behind proxies and without.
@Suite struct TrustedProxyTests {
    @Test(
        arguments: [
            // Nobody is believed who is not trusted.
            ("", "192.0.2.1", ["203.0.113.9"], "192.0.2.1"),
            ("10.0.0.0/8", "192.0.2.1", ["203.0.113.9"], "192.0.2.1"),
            ("10.0.0.1", "10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", "10.0.0.1", [], "10.0.0.1"),
            // What the client wrote itself stands before its address.
            ("10.0.0.1", "10.0.0.1", ["127.0.0.1, 198.51.100.7, 203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", "10.0.0.1", ["198.51.100.7", "203.0.113.9"], "203.0.113.9"),
            // A way by several proxies.
            ("10.0.0.0/8, 192.0.2.0/24", "10.1.2.3", ["198.51.100.7, 203.0.113.9, 192.0.2.4"], "203.0.113.9"),
            ("10.0.0.0/8", "10.1.2.3", ["10.9.9.9"], "10.9.9.9"),
            // What is no address is nobody's.
            ("10.0.0.1", "10.0.0.1", ["203.0.113.9, <script>"], "10.0.0.1"),
            ("10.0.0.1", "10.0.0.1", ["203.0.113.9, "], "10.0.0.1"),
            ("10.0.0.1", "10.0.0.1", ["unknown"], "10.0.0.1"),
            // Addresses as they may be written.
            ("10.0.0.1", "::ffff:10.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
            ("fd00::/8", "fd12::1", ["[2001:DB8::0001]:443"], "2001:db8::1"),
            ("fd00::/9", "fd80::1", ["2001:db8::1"], "fd80::1"),
            ("10.128.0.0/9", "10.127.255.255", ["203.0.113.9"], "10.127.255.255"),
            ("10.128.0.0/9", "10.128.0.0", ["203.0.113.9"], "203.0.113.9"),
            ("0.0.0.0/0", "198.51.100.1", ["203.0.113.9"], "203.0.113.9"),
        ] as [(String, String, [String], String)])
    func `the client is the last on the way that is no trusted proxy`(
        trusted: String, peer: String, forwarded: [String], client: String
    ) throws {
        #expect(try TrustedProxies(trusted).client(peer: peer, forwarded: forwarded) == client)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "proxy.example.net", "fd00::/129", "10.0.0.1/", "10.0.0.1/-1", "/8"])
    func `what is neither an address nor a network is not taken`(text: String) {
        #expect(throws: TrustedProxies.NotAnAddress.self) { try TrustedProxies(text) }
    }
}
