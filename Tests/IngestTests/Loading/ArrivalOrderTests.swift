import CallRecords
import Foundation
import Testing

@testable import CallStore

/// What becomes of a call whose records come in files, in every order of their arrival: against a model of a few lines.
@Suite struct ArrivalOrderTests {
    /// A file: what it says of the call, and of what instant it speaks (nil = it does not say).
    struct Delivery: CustomTestStringConvertible {
        var state: String
        var statedAt: Int64?

        var testDescription: String { statedAt.map { "\(state) at \($0)" } ?? state }
    }

    /// States of one call: customer, supplier, seconds.
    static let states = [
        "A": "nobody,s1,60", "B": "c1,s1,60", "C": "c1,s1,600", "D": "c1,noone,600", "E": "c2,s1,60",
    ]

    /// The rules, and nothing else: the state that was stated last holds; of files that state nothing, new content holds, and
    /// what was said before does not come back.
    struct Model {
        var current = ""
        private var statedAt: Int64?
        private var said: Set<String> = []
        var counts = ["new": 0, "changed": 0, "duplicate": 0, "stale": 0]

        mutating func take(_ delivery: Delivery) {
            let isLater = delivery.statedAt.map { $0 > statedAt ?? .min } ?? false
            let isEarlier = delivery.statedAt.flatMap { own in statedAt.map { own < $0 } } ?? false
            let wasSaid = !said.insert(delivery.state).inserted
            switch delivery.state {
            case _ where current.isEmpty: counts["new"]! += 1
            case current:
                counts["duplicate"]! += 1
                if isLater { statedAt = delivery.statedAt }
                return
            case _ where isEarlier || (wasSaid && !isLater):
                counts["stale"]! += 1
                return
            default: counts["changed"]! += 1
            }
            current = delivery.state
            statedAt = delivery.statedAt
        }
    }

    static let deliveries: [[Delivery]] = [
        // A corrected account, whichever comes first, priced and not.
        [.init(state: "A"), .init(state: "B")], [.init(state: "B"), .init(state: "E")],
        [.init(state: "C"), .init(state: "D")],
        // A correction, and an old copy of what it corrected.
        [.init(state: "B"), .init(state: "C"), .init(state: "B")],
        [.init(state: "A"), .init(state: "B"), .init(state: "C"), .init(state: "A")],
        // Snapshots among files that state nothing.
        [.init(state: "B"), .init(state: "C"), .init(state: "B", statedAt: 5)],
        [.init(state: "B", statedAt: 3), .init(state: "C", statedAt: 4), .init(state: "B", statedAt: 5)],
        [.init(state: "B", statedAt: 3), .init(state: "C", statedAt: 5), .init(state: "E"), .init(state: "B")],
    ]

    @Test(arguments: deliveries)
    func `a call is what the rules say, in every order of arrival`(deliveries: [Delivery]) throws {
        var outcomes: Set<String> = []
        try withLoadFixture { fixture in
            // Each order has a call of its own, which starts in a second of its own.
            for (second, order) in Self.permutations(deliveries).enumerated() {
                var model = Model()
                var found = ["new": 0, "changed": 0, "duplicate": 0, "stale": 0]
                for (number, delivery) in order.enumerated() {
                    model.take(delivery)
                    let account = try fixture.load(delivery, number: number, second: second)
                    // The other call of each file tells the files apart.
                    found["new"]! += Int(account.rated + account.unrated - account.changed) - 1
                    found["changed"]! += Int(account.changed)
                    found["stale"]! += Int(account.stale)
                    found["duplicate"]! += Int(account.duplicates - account.stale)
                    #expect(account.addsUp)
                }
                #expect(found == model.counts, "\(order)")
                #expect(try fixture.stateOfCall(second) == fixture.expected(model.current), "\(order)")
                outcomes.insert(model.current)
            }
            try fixture.expectUsageIsOfCalls()
            try fixture.expectManifestsAreOfRows()
        }
        // Where every file states its instant, the order does not matter.
        if deliveries.allSatisfy({ $0.statedAt != nil }) { #expect(outcomes.count == 1) }
    }

    /// The same in one file, where records come one after another.
    @Test func `records of one file correct each other`() throws {
        try withLoadFixture { fixture in
            let account = try fixture.load(
                ["B", "C", "B", "C", "E", "B"].map { LoadFixture.record(Self.states[$0]!) }
            ).account
            #expect([account.rated, account.changed, account.duplicates, account.stale] == [3, 2, 3, 2])
            #expect(try fixture.stateOfCall() == fixture.expected("E"))
            try fixture.expectUsageIsOfCalls()
        }
    }

    @Test func `a changed routing number is a change`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.layout.fields[.routing] = ["lrn"]
            let head = LoadFixture.header.replacing("sip_code", with: "sip_code,lrn")
            var outcomes: [[Int64]] = []
            for (number, routing) in ["15550001111", "15550002222", "", "15550002222", "15550001111"].enumerated() {
                let text = head + LoadFixture.record("c1,s1,60") + ",\(routing)\n"
                let account = try fixture.load(path: fixture.file(text, named: "\(number).csv")).account
                if !(number > 2) { outcomes.append([account.changed, account.duplicates, account.stale]) }
            }
            #expect(outcomes == [[0, 0, 0], [1, 0, 0], [1, 0, 0]])
            #expect(
                try fixture.texts(
                    "SELECT kind, routing_number FROM call WHERE kind <> 'r' ORDER BY chunk_id") == [
                        "o 15550001111", "p 15550002222", "p -",
                    ])
        }
    }

    /// Bytes that are known say something new when they are stated later.
    @Test func `the same bytes are loaded again as a later snapshot`() throws {
        try withLoadFixture { fixture in
            let old = [LoadFixture.record(Self.states["B"]!)]
            try fixture.load(old, named: "old.csv")
            try fixture.load([LoadFixture.record(Self.states["C"]!)], named: "corrected.csv")
            #expect(try fixture.load(old, named: "old.csv").wasLoaded)
            let snapshot = try fixture.load(old, named: "snapshot.csv", statedAt: 1_790_000_000)
            #expect(!snapshot.wasLoaded && snapshot.account.changed == 1)
            #expect(snapshot.account.statedAt == "2026-09-21T14:13:20.000000Z")
            #expect(try fixture.stateOfCall() == fixture.expected("B"))
            let again = try fixture.load(old, named: "snapshot.csv", statedAt: 1_790_000_000)
            #expect(again.wasLoaded && again.account.fileID == snapshot.account.fileID)
        }
    }

    /// What was loaded by an earlier version is remembered by its rows alone.
    @Test func `records whose content is not remembered are told by their rows`() throws {
        try withLoadFixture { fixture in
            func load(_ state: String, _ number: Int) throws -> [Int64] {
                let account = try fixture.load(.init(state: state), number: number)
                return [account.changed, account.duplicates - account.stale, account.stale]
            }
            _ = try load("B", 1)
            _ = try load("C", 2)
            try fixture.owner.execute(
                """
                UPDATE call_mark SET marks = (
                    SELECT string_agg(substring(marks FROM 20 * place + 1 FOR 8) || '\\x000000000000'::bytea
                        || substring(marks FROM 20 * place + 15 FOR 2) || '\\x7fffffff'::bytea, '' ORDER BY place)
                    FROM generate_series(0, length(marks) / 20 - 1) AS place)
                """)
            #expect(try load("C", 3) == [0, 1, 0] && load("E", 4) == [1, 0, 0] && load("E", 5) == [0, 1, 0])
            #expect(try fixture.stateOfCall() == fixture.expected("E"))
            try fixture.expectUsageIsOfCalls()
        }
    }

    static func permutations<Item>(_ items: [Item]) -> [[Item]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}

extension LoadFixture {
    /// The record of a call that starts in this second: customer, supplier and seconds as written.
    fileprivate static func record(_ state: String, second: Int = 0) -> String {
        let fields = state.split(separator: ",")
        let start = "2026-10-03T10:00:\(second < 10 ? "0" : "")\(second)Z"
        return "u1,,\(fields[0]),\(fields[1]),49301,442071234567,\(start),\(fields[2]),200"
    }

    /// Loads the call beside another one, which is of this file alone.
    fileprivate func load(
        _ delivery: ArrivalOrderTests.Delivery, number: Int, second: Int = 0
    ) throws -> FileAccount {
        try load(
            [
                LoadFixture.record(ArrivalOrderTests.states[delivery.state]!, second: second),
                "other\(second)-\(number),,c1,s1,49301,442071234567,2026-10-03T11:00:00Z,5,200",
            ], named: "\(second)-\(number).csv", statedAt: delivery.statedAt
        ).account
    }

    /// The last revision of the call, with what of it is counted: seconds, charge and cost, partners.
    fileprivate func stateOfCall(_ second: Int = 0) throws -> [String] {
        try texts(
            """
            WITH own AS (
                SELECT * FROM call WHERE start_at = '2026-10-03T10:00Z'::timestamptz + \(second) * interval '1 second'
            )
            SELECT sum(duration_ns)::bigint / 1000000000 AS s, sum(sell_micros) AS charge, sum(buy_micros) AS cost,
                (SELECT customer_id FROM own ORDER BY chunk_id DESC, ordinal DESC LIMIT 1) AS customer,
                (SELECT supplier_id FROM own ORDER BY chunk_id DESC, ordinal DESC LIMIT 1) AS supplier
            FROM own
            """)
    }

    /// What it must be: to 44 at 0.01 a minute in whole minutes, and 0.004 by the second.
    fileprivate func expected(_ state: String) -> [String] {
        let fields = ArrivalOrderTests.states[state]!.split(separator: ",")
        let customers = ["c1": "1", "c2": "2"], suppliers = ["s1": "3"]
        let minutes = (Int(fields[2])! + 59) / 60
        let customer = customers[String(fields[0])], supplier = suppliers[String(fields[1])]
        return [
            "\(fields[2]) \(customer == nil ? 0 : minutes * 10_000) "
                + "\(supplier == nil ? 0 : Int(fields[2])! * 4_000 / 60) \(customer ?? "-") \(supplier ?? "-")"
        ]
    }
}
