import BankStatements
import Money
import RateCards
import Testing
import Vocabulary

/// Bank statements as banks write them.
@Suite struct BankStatementReaderTests {
    private func read(_ text: String, _ change: (inout BankStatementReader) -> Void = { _ in }) throws -> BankStatement
    {
        var reader = BankStatementReader()
        change(&reader)
        return try reader.read(Array(text.utf8))
    }

    private func texts(_ statement: BankStatement) -> [String] {
        statement.lines.map { line in
            [
                "\(line.amountMinor)", "\(line.feeMinor)", "\(line.valueOn)", line.payerName ?? "-",
                line.payerIBAN ?? "-",
                line.reference ?? "-", line.bankReference ?? "-",
            ].joined(separator: "|")
        }
    }

    @Test func `a CSV file of our own layout is read`() throws {
        let statement = try read(
            """
            value_date,amount,currency,payer,iban,reference,bank_reference,fee
            2026-10-03,1200.50,USD,Acme Ltd,GB82WEST12345698765432,"INV 17, 18",B1,1.5
            2026-10-04,-30,USD,,,fees,B2,

            """)
        #expect(statement.format == .csv && statement.currency.code == "USD")
        #expect(
            texts(statement) == [
                "120050|150|2026-10-03|Acme Ltd|GB82WEST12345698765432|INV 17, 18|B1",
                "-3000|0|2026-10-04|-|-|fees|B2",
            ])
    }

    @Test func `a CSV file of a bank is read by its own headings, days and decimals`() throws {
        let statement = try read(
            "Valuta;Betrag;Name;Zweck\n03.10.2026;+1200,50;Müller & Söhne;RE 17\n4.10.2026;-30,00;;\n"
        ) {
            $0.headings = ["value_date": "Valuta", "amount": "Betrag", "payer": "Name", "reference": "Zweck"]
            $0.dates = .dmy
            $0.separator = UInt8(ascii: ",")
            $0.currency = Currency(code: "EUR")
        }
        #expect(
            texts(statement) == ["120050|0|2026-10-03|Müller & Söhne|-|RE 17|-", "-3000|0|2026-10-04|-|-|-|-"])
    }

    static let refusedCells = [
        ("2026-10-03,NaN,USD", "not a decimal number"), ("2026-10-03,Infinity,USD", "not a decimal number"),
        ("2026-10-03,1e5,USD", "not a decimal number"), ("2026-10-03,\"1,234.50\",USD", "not a decimal number"),
        ("2026-10-03,١٢,USD", "not a decimal number"), ("2026-10-03,1.005,USD", "more than 2 decimals"),
        ("2026-10-03,--1,USD", "below zero"), ("2026-10-03,9223372036854775807,USD", "too large"),
        ("2026-10-03,0,USD", "nothing moves"), ("2026-13-03,1,USD", "not a day written as ymd"),
        ("03.10.2026,1,USD", "not a day written as ymd"), ("2026-10-03,1,XYZ", "not a currency of ISO 4217"),
    ]

    @Test(arguments: refusedCells)
    func `F21: a cell that cannot be meant refuses the file, with its line`(row: String, reason: String) {
        let error = #expect(throws: RowsRefused.self) {
            try read("value_date,amount,currency\n2026-10-01,5,USD\n\(row)\n")
        }
        #expect(error?.refusals.map(\.reason) == [reason])
        #expect(error?.refusals.map(\.line) == [3])
    }

    @Test func `lines of several currencies or accounts are no statement`() {
        let error = #expect(throws: RowsRefused.self) {
            try read(
                "value_date,amount,currency,account\n2026-10-01,5,USD,A\n2026-10-01,5,EUR,A\n2026-10-01,5,USD,B\n")
        }
        #expect(error?.refusals.map(\.line) == [3, 4])
    }

    private static func camt(_ entries: String, before: String = "") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>\(before)
        <c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><c:BkToCstmrStmt><c:Stmt>
        <c:Acct><c:Id><c:IBAN>DE89370400440532013000</c:IBAN></c:Id><c:Ccy>EUR</c:Ccy></c:Acct>
        <c:Bal><c:Tp><c:CdOrPrtry><c:Cd>OPBD</c:Cd></c:CdOrPrtry></c:Tp><c:Amt Ccy="EUR">100.00</c:Amt><c:CdtDbtInd>DBIT</c:CdtDbtInd></c:Bal>
        <c:Bal><c:Tp><c:CdOrPrtry><c:Cd>CLBD</c:Cd></c:CdOrPrtry></c:Tp><c:Amt Ccy="EUR">50.00</c:Amt><c:CdtDbtInd>CRDT</c:CdtDbtInd></c:Bal>
        \(entries)</c:Stmt></c:BkToCstmrStmt></c:Document>
        """.replacing("c:", with: before.contains("plain") ? "" : "c:")
    }

    private static let single = """
        <c:Ntry><c:Amt Ccy="EUR">150.00</c:Amt><c:CdtDbtInd>CRDT</c:CdtDbtInd><c:Sts><c:Cd>BOOK</c:Cd></c:Sts>
        <c:BookgDt><c:Dt>2026-10-02</c:Dt></c:BookgDt><c:ValDt><c:DtTm>2026-10-03T00:00:00</c:DtTm></c:ValDt>
        <c:AcctSvcrRef>S1</c:AcctSvcrRef><c:NtryDtls><c:TxDtls><c:Refs><c:EndToEndId>E-7</c:EndToEndId></c:Refs>
        <c:AmtDtls><c:InstdAmt><c:Amt Ccy="USD">170.00</c:Amt></c:InstdAmt></c:AmtDtls>
        <c:Chrgs><c:Rcrd><c:Amt Ccy="EUR">2.50</c:Amt></c:Rcrd></c:Chrgs>
        <c:RltdPties><c:Dbtr><c:Pty><c:Nm>A &amp; B &#x3c;Ltd&gt;</c:Nm></c:Pty></c:Dbtr><c:DbtrAcct><c:Id><c:IBAN>GB82WEST12345698765432</c:IBAN></c:Id></c:DbtrAcct>
        <c:Cdtr><c:Nm>Us</c:Nm></c:Cdtr></c:RltdPties><c:RmtInf><c:Ustrd>INV-main-
        2026-000017</c:Ustrd><c:Ustrd>and 18</c:Ustrd></c:RmtInf></c:TxDtls></c:NtryDtls></c:Ntry>
        <c:Ntry><c:Amt Ccy="EUR">9.00</c:Amt><c:CdtDbtInd>CRDT</c:CdtDbtInd><c:Sts>PDNG</c:Sts><c:ValDt><c:Dt>2026-10-03</c:Dt></c:ValDt></c:Ntry>
        """

    @Test func `camt.053 is read, whatever prefix its names have`() throws {
        for text in [Self.camt(Self.single), Self.camt(Self.single, before: "<!--plain-->")] {
            let statement = try read(text)
            #expect(statement.format == .camt053 && statement.account == "DE89370400440532013000")
            #expect(statement.openingMinor == -100_00 && statement.closingMinor == 50_00)
            #expect(
                texts(statement) == [
                    "15000|250|2026-10-03|A & B <Ltd>|GB82WEST12345698765432|INV-main- 2026-000017 and 18 E-7|S1"
                ])
        }
    }

    @Test func `an entry of several transactions is as many movements where they come to its amount`() throws {
        func batch(_ second: String) -> String {
            Self.camt(
                """
                <c:Ntry><c:Amt Ccy="EUR">150.00</c:Amt><c:CdtDbtInd>DBIT</c:CdtDbtInd><c:Sts>BOOK</c:Sts><c:ValDt><c:Dt>2026-10-03</c:Dt></c:ValDt>
                <c:NtryDtls><c:TxDtls><c:Amt Ccy="EUR">100.00</c:Amt><c:RltdPties><c:Cdtr><c:Nm>One</c:Nm></c:Cdtr></c:RltdPties></c:TxDtls>
                <c:TxDtls><c:Amt Ccy="EUR">\(second)</c:Amt><c:RltdPties><c:Cdtr><c:Nm>Two</c:Nm></c:Cdtr></c:RltdPties></c:TxDtls></c:NtryDtls></c:Ntry>
                """)
        }
        #expect(try texts(read(batch("50.00"))).map { $0.prefix { $0 != "|" } } == ["-10000", "-5000"])
        let error = #expect(throws: Refusal.self) { try read(batch("50.01")) }
        #expect(error?.reason == "bankfile.batch")
    }

    static let refused = [
        ("bankfile.document_type", camt(single, before: "<!DOCTYPE x [<!ENTITY e \"e\">]>")),
        ("bankfile.not_xml", "<a><b></a>"), ("bankfile.not_camt", "<a/>"),
        ("bankfile.several", camt("</c:Stmt><c:Stmt>")),
        (
            "bankfile.text",
            camt("<c:Ntry><c:AcctSvcrRef>\(String(repeating: "x", count: 5_000))</c:AcctSvcrRef></c:Ntry>")
        ),
        ("bankfile.too_deep", String(repeating: "<a>", count: 100)),
        ("bankfile.currency", camt("<c:Ntry><c:Amt Ccy=\"USD\">1</c:Amt></c:Ntry>")),
        ("bankfile.amount", camt("<c:Ntry><c:Amt Ccy=\"EUR\">1e5</c:Amt></c:Ntry>")),
        ("bankfile.day", camt("<c:Ntry><c:Amt Ccy=\"EUR\">1</c:Amt><c:Sts>BOOK</c:Sts></c:Ntry>")),
        ("bankfile.empty", camt("")),
    ]

    @Test(arguments: refused)
    func `F21: an XML file that is no statement is refused`(reason: String, text: String) {
        let error = #expect(throws: Refusal.self) { try read(text) }
        #expect(error?.reason == reason, "\(String(describing: error))")
    }
}
