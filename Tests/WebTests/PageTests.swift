import Accounts
import Testing

@testable import Web

/// What pages write and read, without a server.
@Suite struct PageTests {
    @Test(
        arguments: [
            ("1234.5", 123_450), ("1,234.50", 123_450), ("0.07", 7), ("1 000", 100_000), ("5", 500),
        ] as [(String, Int64)])
    func `amounts are read as people type them`(text: String, minor: Int64) {
        #expect(MoneyInput(text, digits: 2).minor == minor)
    }

    @Test(arguments: ["1.234", "1,5", "-5", "1.2.3", "", "12,34", "0x10", "1.005", "99999999999999999999"])
    func `what is no amount, or could be two, is refused`(text: String) {
        #expect(MoneyInput(text, digits: 2).minor == nil)
    }

    @Test func `both readings of an amount that could be two are told`() {
        #expect(MoneyInput("1.234", digits: 2).readings == ["1,234", "1.2340"])
    }

    @Test(
        arguments: [
            ("a=1&b=2", ["1", "2"]), ("a=%3Cb%3E&b=x+y", ["<b>", "x y"]), ("a=%zz&b", ["", ""]),
            ("a=%00%41&b=%C3%A9", ["A", "é"]),
        ] as [(String, [String])])
    func `forms are read as browsers send them`(text: String, values: [String]) {
        let fields = FormFields(encoded: text)
        #expect([fields.typed("a"), fields.typed("b")] == values)
    }

    @Test func `forms are written as they are read`() {
        let fields = FormFields([("q", "a&b=c d"), ("n", "é"), ("empty", "")])
        #expect(FormFields(encoded: fields.encoded) == fields)
        #expect(fields.address("/x") == "/x?q=a%26b%3Dc%20d&n=%C3%A9")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("-5.00", "-5.00"), ("-5+1", "'-5+1"), ("@x", "'@x"), ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""),
        ("plain", "plain"),
    ])
    func `F22: a file has no formulas`(text: String, field: String) {
        #expect(CSVLine.field(text) == field)
    }

    @Test(arguments: [
        ("2026-10-01", "2026-10-31", "2026-10"), ("2026-02-01", "2026-02-28", "2026-02"),
        ("2026-10-01", "2026-10-15", "2026-10-01 to 2026-10-15"),
        ("2026-10-01", "2026-11-30", "2026-10-01 to 2026-11-30"),
    ])
    func `a whole month is its name`(first: String, last: String, text: String) {
        #expect(Period.text(first, last) == text)
    }

    @Test func `numbers are masked but for their beginning and their end`() {
        #expect(DialledNumber.text("442071234567", isWhole: false) == "4420······67")
        #expect(DialledNumber.text("442071234567", isWhole: true) == "442071234567")
        #expect(DialledNumber.text("112", isWhole: false) == "112")
    }

    @Test(
        arguments: [
            ("draft", 100, 100, 0, "Draft"), ("issued", 100, 100, 0, "Issued"), ("issued", 100, 40, 0, "Partly paid"),
            ("issued", 100, 100, 3, "Overdue"), ("issued", 100, 0, 3, "Paid"), ("void", 100, 100, 9, "Void"),
        ] as [(String, Int64, Int64, Int64, String)])
    func `a badge is the first that holds`(state: String, total: Int64, open: Int64, overdue: Int64, word: String) {
        #expect(Badge(invoice: state, totalMinor: total, openMinor: open, overdueDays: overdue).text == word)
    }

    @Test func `rates of one column have as many decimals as the longest`() {
        #expect(Amount.rateDecimals([195_500_000, 4_950_000]) == 5)
        #expect(Amount.rate(195_500_000, decimals: 5).text == "0.19550")
        #expect(Amount.rateDecimals([]) == 4)
    }

    @Test(
        arguments: [
            ([1_250_000, 0, -30_000], 2, 2), ([1_250_001, 0], 2, 6), ([5_000_000], 0, 0), ([5_001_000], 3, 3),
            ([], 2, 2),
        ]
            as [([Int128], Int, Int)])
    func `amounts of one column have as many decimals as one of them needs`(micros: [Int128], least: Int, digits: Int) {
        #expect(Amount.digits(of: micros, atLeast: least) == digits)
    }

    @Test func `a minus is that of typesetters`() {
        #expect(Amount.minor(-123_456, digits: 2).text == "\u{2212}1,234.56")
        #expect(Amount.plain(-123_456, digits: 2) == "-1234.56")
    }

    @Test func `every template can be read, and every route answers one address`() throws {
        let pages = try PageTemplates()
        #expect(pages.names.count > 40)
        let addresses =
            Routes.pages.map { "\($0.method) \($0.path)" }
            + APIRoutes.all.map { "\($0.method.rawValue) \($0.routerPath)" }
        #expect(Set(addresses).count == addresses.count)
    }

    @Test func `only a few addresses are for everyone, and none of them changes the business`() {
        let open = Routes.pages.filter { $0.access == .everyone }.map { "\($0.method) \($0.path)" }
        #expect(
            Set(open) == [
                "GET /healthz", "GET /readyz", "GET /metrics", "GET /", "GET /sign-in", "POST /sign-in",
                "GET /link/:token",
                "POST /link/:token", "POST /preferences", "GET /api/v1/openapi.json",
            ])
    }

    @Test func `customers may see the portal and nothing else, and nobody else may`() {
        #expect(UserRole.customer.permissions == [.seePortal])
        for role in UserRole.allCases where role != .customer { #expect(!role.may(.seePortal)) }
        #expect(
            UserRole.readOnly.permissions.isDisjoint(with: [
                .runInvoices, .approveInvoices, .issueInvoices, .voidInvoices,
            ]))
    }
}
