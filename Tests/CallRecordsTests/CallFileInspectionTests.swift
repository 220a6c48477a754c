import Testing

@testable import CallRecords

/// What a CDR file of no known layout is taken for, and what is asked about it.
@Suite struct CallFileInspectionTests {
    private func inspect(_ text: String, _ state: (inout CallFileStatements) -> Void = { _ in }) throws
        -> CallFileInspection
    {
        var statements = CallFileStatements()
        state(&statements)
        return try CallFileInspection(Array(text.utf8), statements, zones: { $0 == "UTC" ? .utc : nil })
    }

    private static let own = """
        Ref;Client;A-Number;Dialled No;Begin;Finish
        r1;acme;12025550101;442079460001;01/10/2026 12:00:00;01/10/2026 12:01:05
        r2;bob;12025550102;442079460002;13/10/2026 12:10:00;13/10/2026 12:10:05

        """

    @Test func `columns are known by headings and values, and what is not known is asked`() throws {
        let asked = try inspect(Self.own)
        #expect(!asked.isKnownLayout && asked.layout.delimiter == 0x3B)
        #expect(
            asked.columns.map(\.meaning) == [nil, "customer_id", "calling", nil, "start_time", "end_time"])
        #expect(
            asked.questions == [
                "Which column is the number that was called? It may be column 4 ('Dialled No'). State ‹column '#4=called'›."
            ])
        #expect(asked.rows.isEmpty)
    }

    @Test func `an answer makes a layout that reads the file, also from its file`() throws {
        let answered = try inspect(Self.own) {
            $0.columns = [("Dialled No", .called), ("#1", .callID)]
            $0.zone = "UTC"
        }
        #expect(answered.questions.isEmpty)
        #expect(answered.layout.timeFormats == ["d/M/yyyy H:mm:ss"])
        #expect(answered.rows.map(\.called) == ["442079460001", "442079460002"])
        #expect(answered.rows.map(\.durationNanos) == [65_000_000_000, 5_000_000_000])
        #expect(answered.rows.map(\.callID) == ["r1", "r2"])
        let tried = try inspect(Self.own) { $0.layout = answered.layout }
        #expect(tried.isKnownLayout && tried.rows == answered.rows)
        #expect(tried.columns.map(\.meaning) == answered.columns.map(\.meaning))
    }

    @Test func `day or month first is asked where both can be`() throws {
        let text = "from,to,start,billsec\n12025550101,442079460001,01/10/2026 12:00:00,5\n"
        let asked = try inspect(text)
        #expect(asked.questions.count == 1 && asked.questions[0].hasPrefix("Day or month first?"))
        let stated = try inspect(text) { $0.timeFormats = ["M/d/yyyy H:mm:ss"] }
        #expect(stated.questions.isEmpty && stated.rows.map(\.startMicros) == [1_768_046_400_000_000])
    }

    @Test func `a day and a clock in two columns are one time, and a clock a duration`() throws {
        let found = try inspect(
            "caller|callee|date|time|duration\n12025550101|442079460001|2026-10-13|12:00:01|00:01:05\n"
        ) { $0.zone = "UTC" }
        #expect(found.layout.fields[.startTime] == ["date+time"])
        #expect(found.layout.durationFormat == .clock)
        #expect(found.questions.isEmpty && found.rows.map(\.durationNanos) == [65_000_000_000])
    }

    @Test func `rows that are one quoted field each are seen`() throws {
        let found = try inspect(
            "\"caller,callee,start,secs\"\n\"12025550101,442079460001,2026-10-01T12:00:00Z,60\"\n"
                + "\"12025550101,442079460001,2026-10-01T12:00:00Z,61\"\n")
        #expect(found.layout.quotedRows && found.questions.isEmpty)
        #expect(found.rows.count == 2)
    }

    @Test func `of several durations the billed one is taken, and said`() throws {
        let found = try inspect("src,dst,start,duration,billsec\n12025550101,442079460001,2026-10-01T12:00:00Z,70,60\n")
        #expect(found.layout.fields[.duration] == ["billsec"])
        #expect(found.notes.contains("Column 5 ('billsec') was taken for duration_s, and not 4 ('duration')."))
    }

    @Test func `a column that is not there is named, with the one that may be meant`() throws {
        #expect {
            try inspect(Self.own) { $0.columns = [("Dialed No", .called)] }
        } throws: {
            "\($0)".contains("no column 'Dialed No'") && "\($0)".hasSuffix("did you mean 'Dialled No'?")
        }
    }

    @Test func `a file of a known layout is read by it, and dial strings are noted`() throws {
        let found = try inspect(
            "call_id,customer_id,supplier_id,calling,called,start_time,duration_s\n"
                + "1,a,b,1,*8,2026-10-01T12:00:00Z,5\n2,a,b,1,44,2026-10-01T12:00:00Z,5\n3,a,b,1,44,2026-10-01T12:00:00Z,5\n"
        )
        #expect(found.isKnownLayout && found.layout.name == "canonical")
        #expect(found.questions.isEmpty && found.rejected == 1)
        #expect(
            found.notes.contains { $0.hasPrefix("Calls to dial strings such as *8 are rejects: 1 (first: line 2)") })
    }

    @Test func `a layout that reads nothing is a question`() throws {
        var layout = CallLayout(name: "wrong", fields: [.called: ["b"], .startTime: ["a"], .duration: ["c"]])
        layout.timeFormats = ["epoch_seconds"]
        let found = try inspect("a,b,c\n2026-10-01T12:00:00Z,44,5\n") { $0.layout = layout }
        #expect(found.questions.count == 1 && found.questions[0].contains("start time is not a time"))
    }

    @Test func `a misspelt heading of a layout is named`() throws {
        #expect {
            try CallLayout.canonical.bound(
                to: Array("call_id,customer_id,supplier_id,calling,caled,start_time,duration_s\n".utf8),
                zones: { _ in .utc })
        } throws: { "\($0)".contains("called (did you mean 'caled'?)") }
    }

    @Test func `an account of the layout is that of all calls, on either way`() throws {
        var layout = CallLayout.canonical
        layout.account = "acme-1"
        let text =
            "call_id,customer_id,supplier_id,calling,called,start_time,duration_s\n1,x,b,1,44,2026-10-01T12:00:00Z,5\n"
            + "2,,b,1,44,2026-10-01T12:00:00Z,5\n3,\"x \"\"y\"\"\",b,1,44,2026-10-01T12:00:00Z,5\n"
        let found = try inspect(text) { $0.layout = layout }
        #expect(found.rows.map(\.customer) == ["acme-1", "acme-1", "acme-1"])
    }
}
