import BankStatements
import Calendar
import Database
import Foundation
import Money
import Postgres
import Receivables
import TestSupport
import Testing
import Vocabulary

/// Bank files: what is proposed, what is certain, and what becomes of it.
@Suite struct BankFileTests {
    private func add(_ text: String, _ world: PaymentWorld, named name: String = "bank.csv") throws -> BankFile {
        let bytes = Array(text.utf8)
        return try BankFile.add(
            BankStatementReader().read(bytes), of: bytes, named: name, entityID: 1, on: world.application)
    }

    private func giveAccount(_ iban: String, to partner: Int32, _ world: PaymentWorld) throws {
        try world.carrier.owner.execute(
            """
            INSERT INTO bank_account (partner_id, currency, holder, iban, valid)
            VALUES (\(partner), 'USD', 'H', '\(iban)', '(,)')
            """)
    }

    private func number(_ invoice: DocumentID, _ world: PaymentWorld) throws -> String {
        try world.carrier.owner.query("SELECT number_text FROM document_issue WHERE document_id = \(invoice)").only()
            .string("number_text")
    }

    @Test func `each line is proposed with what tells it, and only what is told by two things is certain`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            let bolt = try world.carrier.addPartner("bolt")
            try giveAccount("GB82WEST12345698765432", to: acme, world)
            let first = try world.invoice(acme, minor: 100_00, month: 8)
            let second = try world.invoice(acme, minor: 250_00, month: 9)
            let third = try world.invoice(acme, minor: 250_00)
            let theirs = try world.invoice(bolt, minor: 77_00)
            let numbers = try [first, second, third, theirs].map { try number($0, world) }
            let rows = [
                // Both numbers, the second without its prefix.
                ("350.00", "", "GB82 WEST 1234 5698 7654 32", "\(numbers[0]), \(numbers[1].suffix(6))"),
                ("250.00", "", "GB82WEST12345698765432", "no number"),
                ("77.00", "Bolt Telecom", "", "thank you"), ("77.00", "", "", numbers[3].lowercased()),
                ("77.00", "", "GB82WEST12345698765432", numbers[3]), ("5.00", "Nobody", "", "hello"),
                ("-5.00", "", "", "fees"),
            ]
            let file = try add(
                "value_date,amount,currency,payer,iban,reference\n"
                    + rows.map { "2026-11-01,\($0.0),USD,\($0.1),\($0.2),\"\($0.3)\"\n" }.joined(), world)
            let lines = try BankProposal.list(fileID: file.fileID, on: world.application)
            let found = lines.map { "\($0.partner ?? "-") \($0.certainty) \($0.invoices ?? "-")" }
            #expect(
                found == [
                    "acme 100 \(numbers[0]) \(numbers[1])", "acme 60 -", "bolt 40 -", "bolt 95 \(numbers[3])",
                    "acme 20 -", "- 0 -", "- 0 -",
                ], "\(lines.map { "\($0.lineNumber): \($0.reasons ?? "-")" })")
            let recorded = try BankProposal.confirm(.atLeast(90), of: file, on: world.application)
            #expect(recorded.map(\.allocatedMinor) == [350_00, 77_00])
            // What remains is for people: each line by itself, with an answer or without.
            try expectRefused("bankline.resolved", "line 1 is confirmed") {
                try BankProposal.confirm(.lines([1]), of: file, on: world.application)
            }
            try expectRefused("bankline.unknown_payer", "Nothing tells whose payment line 6 is") {
                try BankProposal.confirm(.lines([6]), of: file, on: world.application)
            }
            try expectRefused("bankline.not_found", "Bank file 1 has no line 8") {
                try BankProposal.confirm(.lines([8]), of: file, on: world.application)
            }
            try expectRefused("bankline.outgoing", "Line 7 is money that went out") {
                try BankProposal.confirm(
                    .lines([7]), of: file, as: BankProposal.Answer(partnerID: PartnerID(acme)), on: world.application)
            }
            // The third invoice is the only one of that amount by now.
            let again = try BankProposal.list(fileID: file.fileID, on: world.application)
            #expect(again[1].certainty == 95 && again[1].invoices == numbers[2])
            _ = try BankProposal.confirm(
                .lines([6]), of: file, as: BankProposal.Answer(partnerID: PartnerID(bolt), purpose: .topUp),
                on: world.application)
            #expect(try BankProposal.ignore([7], of: file, reason: "fees", on: world.application) == 1)
            #expect(try BankFile.find("bank.csv", on: world.application).openLines == 3)
            try world.expectSound()
        }
    }

    @Test func `a file comes once, and only with totals that are right`() throws {
        try withPaymentWorld { world in
            let text = "value_date,amount,currency,bank_reference\n2026-11-01,5.00,USD,B1\n"
            _ = try add(text, world)
            try expectRefused("bankfile.imported_already", "The bank file is imported already") { try add(text, world) }
            // Another file with the same movement says so.
            let other = try add(text + "2026-11-02,6.00,USD,B2\n", world)
            #expect(try BankProposal.list(fileID: other.fileID, on: world.application).map(\.certainty) == [0, 0])
            let camt = """
                <Document><BkToCstmrStmt><Stmt><Acct><Ccy>USD</Ccy></Acct>
                <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">1.00</Amt></Bal>
                <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">7.00</Amt></Bal>
                <Ntry><Amt Ccy="USD">5.00</Amt><Sts>BOOK</Sts><ValDt><Dt>2026-11-01</Dt></ValDt></Ntry>
                </Stmt></BkToCstmrStmt></Document>
                """
            try expectRefused(
                "bankfile.totals",
                "opening balance and lines come to 600, the closing balance is 700 (minor units)"
            ) { try add(camt, world) }
            _ = try add(camt.replacing("7.00", with: "6.00"), world)
            #expect(try world.carrier.owner.texts("SELECT count(*) FROM bank_file") == ["3"])
        }
    }

    /// Who pays what in a line, as far as anybody can know.
    private struct Truth {
        var partner: Int32?
        /// Ids of invoices with minor units, sorted.
        var parts: [DocumentID: Int64] = [:]
    }

    private struct OpenInvoice {
        var id: DocumentID
        var number: String
        var minor: Int64
    }

    @Test func `of 2,000 lines none is matched wrongly by itself, and nearly all are proposed`() throws {
        let seed: UInt64 = 20_261_130
        try withPaymentWorld { world in
            var numbers = SplitMix(seed: seed)
            let invoices = try openInvoices(world, customers: 600, &numbers)
            let (rows, truths) = lines(invoices, &numbers)
            #expect(rows.count >= 2_000, "\(rows.count)")
            let file = try add(
                "value_date,amount,currency,payer,iban,reference\n" + rows.map { $0 + "\n" }.joined(), world)
            let started = ContinuousClock.now
            var proposals = try BankProposal.list(fileID: file.fileID, on: world.application)
            let took = ContinuousClock.now - started
            let lineCount = proposals.count
            let proposed = proposals.filter { $0.partner != nil }.count
            #expect(proposed * 100 >= lineCount * 95, "\(proposed) of \(lineCount)")
            // What is confirmed leaves less that others can mean, so that more is certain: again and again, until nothing is.
            var confirmed: [Int] = []
            while true {
                let certain = proposals.filter { $0.state == "open" && $0.certainty >= BankProposal.certain }
                for proposal in certain {
                    let truth = truths[proposal.lineNumber - 1]
                    let parts = try settled(proposal)
                    #expect(
                        proposal.partnerID?.rawValue == truth.partner && parts == truth.parts,
                        "seed \(seed): \(rows[proposal.lineNumber - 1]): \(proposal.reasons ?? "-")")
                }
                let recorded = try BankProposal.confirm(.atLeast(90), of: file, on: world.application)
                #expect(recorded.count == certain.count)
                #expect(
                    recorded.reduce(0) { $0 + $1.allocatedMinor }
                        == certain.reduce(0) { $0 + truths[$1.lineNumber - 1].parts.values.reduce(0, +) })
                if recorded.isEmpty { break }
                confirmed.append(recorded.count)
                proposals = try BankProposal.list(fileID: file.fileID, on: world.application)
            }
            #expect(confirmed[0] * 100 >= lineCount * 70, "\(confirmed) of \(lineCount)")
            print("\(lineCount) lines: \(proposed) proposed, \(confirmed) certain, in \(took)")
            try world.expectSound()
        }
    }

    private func settled(_ proposal: BankProposal) throws -> [DocumentID: Int64] {
        struct Part: Decodable {
            let document_id: DocumentID
            let amount_minor: Int64
        }
        let parts = try JSONDecoder().decode([Part].self, from: Data((proposal.parts ?? "[]").utf8))
        return Dictionary(uniqueKeysWithValues: parts.map { ($0.document_id, $0.amount_minor) })
    }

    /// Customers with three or four invoices each, some of them of equal amounts, by partner.
    private func openInvoices(
        _ world: PaymentWorld, customers: Int, _ numbers: inout SplitMix
    ) throws -> [(partner: Int32, iban: String, name: String, invoices: [OpenInvoice])] {
        let rate = try world.carrier.addRate("49153", "Germany Mobile 3")
        var calls: [TestCarrier.Call] = []
        var partners: [Int32] = []
        for index in 0..<customers {
            let partner = try world.carrier.addPartner("customer\(index)", cycle: "weekly")
            partners.append(partner)
            let equal = Int64(numbers.below(900_00) + 1_00)
            for week in 0..<4 {
                let minor = numbers.below(10) == 0 ? equal : Int64(numbers.below(5_000_00) + 1_00)
                let day = "2026-10-\(["06", "13", "20", "27"][week])"
                calls.append(
                    .init(
                        partner: partner, startAt: "\(day)T10:00Z", billingOn: day, micros: minor * 10_000, rate: rate))
            }
        }
        try world.carrier.book(calls)
        let ids = try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
            on: world.application
        ).compactMap(\.invoiceID)
        try InvoiceSteps.approve(ids, on: world.application)
        try InvoiceSteps.issue(ids, on: world.application)
        let open = try OpenItem.list(entityID: 1, on: world.application)
        let byCode = Dictionary(grouping: open, by: \.partner)
        return try partners.enumerated().map { index, partner in
            let iban = Self.iban(index)
            try giveAccount(iban, to: partner, world)
            return (
                partner, iban, "Customer\(index) Telecom",
                (byCode["customer\(index)"] ?? []).map {
                    OpenInvoice(id: $0.documentID, number: $0.number, minor: $0.openMinor)
                }
            )
        }
    }

    /// A sound IBAN for a number.
    private static func iban(_ number: Int) -> String {
        let digits = String(format: "%014d", number)
        // WEST is 32 14 28 29, GB 16 11.
        let remainder = "32142829\(digits)161100".reduce(0) { ($0 * 10 + Int(String($1))!) % 97 }
        return "GB\(String(format: "%02d", 98 - remainder))WEST\(digits)"
    }

    /// Lines that pay these invoices in the ways in which people do, with the truth of each.
    private func lines(
        _ customers: [(partner: Int32, iban: String, name: String, invoices: [OpenInvoice])],
        _ numbers: inout SplitMix
    ) -> (rows: [String], truths: [Truth]) {
        var rows: [String] = []
        var truths: [Truth] = []
        func add(_ minor: Int64, _ payer: String, _ iban: String, _ reference: String, _ truth: Truth) {
            let amount = "\(minor / 100).\(String(format: "%02d", minor % 100))"
            rows.append("2026-11-01,\(amount),USD,\(payer),\(iban),\"\(reference)\"")
            truths.append(truth)
        }
        for (index, customer) in customers.enumerated() {
            var rest = customer.invoices
            while !rest.isEmpty {
                let invoice = rest[0]
                let whole = Truth(partner: customer.partner, parts: [invoice.id: invoice.minor])
                let choice = numbers.below(100)
                switch choice {
                case 0..<45:
                    add(invoice.minor, customer.name, customer.iban, "Invoice \(invoice.number)", whole)
                case 45..<58:
                    add(invoice.minor, "", customer.iban, "payment", whole)
                case 58..<68:
                    // Cut off behind, or in front.
                    let cut =
                        numbers.below(2) == 0
                        ? String(invoice.number.dropLast(1 + numbers.below(3))) : String(invoice.number.suffix(4))
                    add(invoice.minor, customer.name, customer.iban, cut, whole)
                case 68..<74:
                    let short = max(1, invoice.minor - Int64(numbers.below(50) + 1))
                    add(
                        short, customer.name, customer.iban, invoice.number,
                        Truth(partner: customer.partner, parts: [invoice.id: short]))
                case 74..<80:
                    // An account that nobody knows.
                    add(invoice.minor, "", "DE89370400440532013000", invoice.number.lowercased(), whole)
                case 80..<85:
                    // By whoever is not the customer of the invoice: nobody can know.
                    let other = customers[(index + 1 + numbers.below(customers.count - 1)) % customers.count]
                    add(invoice.minor, other.name, other.iban, invoice.number, Truth())
                case 85..<87:
                    add(Int64(numbers.below(9_000_00) + 1), "Somebody", "", "hello", Truth())
                    continue
                default:
                    let bundle = Array(rest.prefix(2 + numbers.below(2)))
                    add(
                        bundle.reduce(0) { $0 + $1.minor }, customer.name, customer.iban,
                        bundle.enumerated().map { $0 == 0 ? $1.number : String($1.number.suffix(6)) }.joined(
                            separator: " + "),
                        Truth(
                            partner: customer.partner,
                            parts: Dictionary(uniqueKeysWithValues: bundle.map { ($0.id, $0.minor) })))
                    rest.removeFirst(bundle.count - 1)
                }
                rest.removeFirst()
            }
        }
        return (rows, truths)
    }
}
