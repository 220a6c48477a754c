import Catalog
import Ledger
import Postgres
import Testing
import Vocabulary

@Suite struct ClosingTests {
    @Test func `usage is merged over chunks and frozen with its service period`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme", cycle: "half_monthly")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let file = try carrier.load([
                .init(partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100, rate: mobile),
                .init(partner: acme, startAt: "2026-10-03T11:00Z", billingOn: "2026-10-03", micros: 50, rate: mobile),
                .init(partner: acme, startAt: "2026-10-15T11:00Z", billingOn: "2026-10-15", micros: 7, rate: mobile),
                .init(partner: acme, startAt: "2026-10-16T11:00Z", billingOn: "2026-10-16", micros: 9, rate: mobile),
                .init(
                    partner: acme, startAt: "2026-10-16T12:00Z", billingOn: "2026-10-16", seconds: 0, micros: 0,
                    rate: mobile),
            ])
            let loader = try carrier.database.connect(role: .loader)
            let closed = try Closing.closeFile(file, on: loader)
            #expect(closed.closeNumber == 1)
            #expect(closed.usageRows == 3)
            #expect(
                try carrier.owner.texts(
                    "SELECT billing_on, service_period, attempts, answered, billed_s, micros FROM usage ORDER BY 1")
                    == [
                        "2026-10-03 2026-10-01 2 2 120 150", "2026-10-15 2026-10-01 1 1 60 7",
                        "2026-10-16 2026-10-16 2 1 60 9",
                    ])
            #expect(
                try carrier.owner.texts(
                    "SELECT service_period, close_number, attempts, micros FROM service_usage ORDER BY 1")
                    == ["2026-10-01 1 3 157", "2026-10-16 1 2 9"])
            #expect(try carrier.owner.texts("SELECT count(*) FROM usage_delta") == ["0"])
        }
    }

    @Test func `each file that closes adds to the volume of its days`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            func call(_ day: String, _ seconds: Int64, isReversal: Bool = false) -> TestCarrier.Call {
                .init(
                    partner: acme, startAt: "\(day)T10:00Z", billingOn: day, seconds: seconds, micros: seconds,
                    rate: mobile, isReversal: isReversal)
            }
            try carrier.book([call("2026-10-03", 60), call("2026-10-03", 30), call("2026-10-04", 5)])
            try carrier.book([call("2026-10-04", 7)])
            try carrier.book([call("2026-10-03", 30, isReversal: true)])
            try Books.bringUpToDate(carrier.database)
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT billing_on, trim_scale(duration_ns / 1000000000), destination.name
                    FROM daily_volume JOIN destination ON destination.id = destination_id ORDER BY 1
                    """)
                    == ["2026-10-03 60 Germany Mobile", "2026-10-04 12 Germany Mobile"])
        }
    }

    @Test func `closing a second time changes nothing`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let file = try carrier.load([
                .init(partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100, rate: mobile)
            ])
            let loader = try carrier.database.connect(role: .loader)
            let first = try Closing.closeFile(file, on: loader)
            let second = try Closing.closeFile(file, on: loader)
            #expect(first.closeNumber == second.closeNumber)
            #expect(try carrier.owner.texts("SELECT last_number FROM close_counter") == ["1"])
            #expect(try carrier.owner.texts("SELECT micros FROM service_usage") == ["100"])
            #expect(try carrier.owner.texts("SELECT trim_scale(duration_ns / 1000000000) FROM daily_volume") == ["60"])
        }
    }

    @Test func `a file of which chunks are missing is not closed and takes no number`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let file = try carrier.load([
                .init(partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100, rate: mobile)
            ])
            try carrier.owner.execute("UPDATE cdr_file SET chunks = 2")
            let loader = try carrier.database.connect(role: .loader)
            let error = #expect(throws: Refusal.self) { try Closing.closeFile(file, on: loader) }
            #expect(error?.message == "File \(file) cannot be closed: 1 of 2 of its chunks are in")
            #expect(try Books.bringUpToDate(carrier.database).closed.isEmpty)
            #expect(try carrier.owner.texts("SELECT last_number FROM close_counter") == [])
            #expect(try carrier.owner.texts("SELECT count(*) FROM usage_delta") == ["1"])
        }
    }

    @Test func `files that a crash left loaded are closed by the next command`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let call = TestCarrier.Call(
                partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100, rate: mobile)
            let files = [try carrier.load([call]), try carrier.load([call])]
            let done = try Books.bringUpToDate(carrier.database)
            #expect(done.closed.map(\.fileID) == files)
            // Together, as one closing.
            #expect(done.closed.map(\.closeNumber) == [1, 1] && done.closed.map(\.usageRows) == [1, 1])
            #expect(try carrier.owner.texts("SELECT number, files FROM closing") == ["1 2"])
            #expect(try carrier.owner.texts("SELECT close_number, attempts, micros FROM usage") == ["1 2 200"])
            #expect(done.posted.map(\.sellMicros) == [200])
            let again = try Books.bringUpToDate(carrier.database)
            #expect(again.closed.isEmpty && again.posted.isEmpty)
        }
    }

    @Test func `files that close at once get numbers without a gap`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let files = try (0..<12).map { _ in
                try carrier.load([
                    .init(
                        partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 1, rate: mobile)
                ])
            }
            let database = carrier.database
            // Every file twice, from four threads.
            try atOnce(4) { thread in
                let loader = try database.connect(role: .loader)
                for file in files where Int(file.rawValue) % 2 == thread % 2 { try Closing.closeFile(file, on: loader) }
            }
            #expect(
                try carrier.owner.texts(
                    "SELECT min(close_number), max(close_number), count(DISTINCT close_number) FROM cdr_file")
                    == ["1 12 12"])
            #expect(try carrier.owner.texts("SELECT sum(micros) FROM service_usage") == ["12"])
        }
    }

    @Test func `a closing that is rolled back gives its number back`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let call = TestCarrier.Call(
                partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100, rate: mobile)
            let first = try carrier.load([call]), second = try carrier.load([call])
            struct Crash: Error {}
            let loader = try carrier.database.connect(role: .loader)
            #expect(throws: Crash.self) {
                try loader.transaction {
                    try Closing.closeFile(first, on: loader)
                    throw Crash()
                }
            }
            #expect(try Closing.closeFile(second, on: loader).closeNumber == 1)
            #expect(try Closing.closeFile(first, on: loader).closeNumber == 2)
        }
    }

    @Test func `usage and entries lie in the partition of their month, and what is to be billed is entered`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let paid = try carrier.addPartner("paid", paymentMode: "prepaid")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(partner: acme, startAt: "2026-10-31T10:00Z", billingOn: "2026-10-31", micros: 100, rate: mobile),
                .init(partner: acme, startAt: "2026-11-01T10:00Z", billingOn: "2026-11-01", micros: 200, rate: mobile),
                .init(partner: paid, startAt: "2026-12-03T10:00Z", billingOn: "2026-12-03", micros: 400, rate: mobile),
            ])
            for table in ["usage", "service_usage", "entry"] {
                #expect(
                    try carrier.owner.texts(
                        "SELECT tableoid::regclass::text AS partition, count(*) FROM \(table) GROUP BY 1 ORDER BY 1")
                        == ["\(table)_202610 1", "\(table)_202611 1", "\(table)_202612 1"])
            }
            #expect(
                try carrier.owner.texts(
                    "SELECT partner_id, currency, service_period, close_number FROM unclaimed_period ORDER BY 3")
                    == ["\(acme) USD 2026-10-01 1", "\(acme) USD 2026-11-01 1"])
        }
    }

    @Test(arguments: [
        "usage", "usage_202610", "service_usage", "service_usage_202610", "journal", "entry", "entry_202610",
        "ledger_account", "closing", "closing_posting",
    ])
    func `F31: what was recorded cannot be changed, not even by its owner`(table: String) throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100, rate: mobile)
            ])
            for statement in [
                "DELETE FROM \(table)", "UPDATE \(table) SET entity_id = entity_id", "TRUNCATE \(table) CASCADE",
            ] {
                let error = #expect(throws: PostgresError.self) { try carrier.owner.execute(statement) }
                #expect(error?.sqlState == "DT003", "\(statement): \(String(describing: error))")
            }
        }
    }
}
