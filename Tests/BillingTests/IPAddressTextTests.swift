import Testing

@testable import Catalog

@Suite struct IPAddressTextTests {
    @Test(arguments: [
        "10.0.0.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::", "::1", "fe80::", "2001:DB8:0:0:8:800:200C:417A",
        "1:2:3:4:5:6:7::", "::ffff:192.0.2.1", "64:ff9b::192.0.2.33", "1:2:3:4:5:6:192.0.2.1",
    ])
    func `an address is one`(text: String) {
        #expect(IPAddressText.isAddress(text))
    }

    @Test(arguments: [
        "10.0.0.300", "10.0.0", "10.0.0.1.2", "10.0.0.01", "10.0.0.1:5060", "10.0.0.0/24", "10.0.0.", " 10.0.0.1",
        "10.0.0.١", "", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "12345::",
        "g::1", "fe80::1%eth0", "[::1]", "192.0.2.1::", "::192.0.2.300", "1:2:3:4:5:6:7:192.0.2.1", "2001:db8::/32",
    ])
    func `anything else is none`(text: String) {
        #expect(!IPAddressText.isAddress(text))
    }
}
