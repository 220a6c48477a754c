import Testing

@testable import CallStore
@testable import StoredCalls
import Vocabulary

@Suite struct StoredCallTests {
    @Test func `the line of any call can be shown, through changes and re-rating`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.catalog = try LoadFixture.compile(without: ["c2"])
            let records = (0..<3_000).map {
                "i\($0),,c2,s1,\"49\($0)\",442071234567,2026-10-03T10:\($0 / 60 % 60):\($0 % 60)Z,61,200"
                    .replacing("T10:", with: "T1\($0 / 3_600):")
            }.map { SingleDigits.padded($0) }
            try fixture.load(records, named: "1.csv")
            fixture.catalog = try LoadFixture.compile()
            _ = try fixture.rateAgain()
            let chunk = try fixture.owner.query("SELECT id FROM chunk WHERE number = 1 AND byte_count > 0").only().int(
                "id")
            let first = try fixture.texts("SELECT min(first_line) AS n FROM chunk WHERE id = \(chunk)")
            let address = CallAddress(
                day: CallAddress("2026-10-03/1/0")!.day, chunkID: ChunkID(Int32(chunk)), ordinal: 4)
            let call = try StoredCall.find(address, database: fixture.database, fixture.owner)
            let line = Int(first[0])! + 4
            #expect(call.evidence.line == line)
            #expect(String(decoding: call.evidence.bytes, as: UTF8.self) == records[line - 2])
            #expect(call.history.map(\.kind) == [.original, .reversal, .replacement])
            for revision in call.history {
                let again = try StoredCall.find(revision.address, database: fixture.database, fixture.owner)
                #expect(again.evidence.line == line)
            }
        }
    }

    @Test func `a call that is not there is said to be missing`() throws {
        try withLoadFixture { fixture in
            let address = try #require(CallAddress("2026-10-03/1/0"))
            #expect { try StoredCall.find(address, database: fixture.database, fixture.owner) } throws: {
                "\($0)".contains("There is no call 2026-10-03/1/0")
            }
        }
    }

    @Test(arguments: ["2026-10-03/12/345", "2024-02-29/1/0", "1970-01-01/2147483647/-3"])
    func `an address is read as it is written`(text: String) {
        #expect(CallAddress(text).map { "\($0)" } == text)
    }

    @Test(arguments: [
        "", "2026-10-03", "2026-10-03/12", "2026-13-03/1/1", "2025-02-29/1/0", "2026-10-03/0/1", "2026-10-3/1/1",
    ])
    func `what is no address is refused`(text: String) { #expect(CallAddress(text) == nil) }
}

/// Clock times as they are written: `10:1:2` as `10:01:02`.
private enum SingleDigits {
    static func padded(_ record: String) -> String {
        record.replacing(/:(\d)(?=[:Z])/) { ":0\($0.output.1)" }
    }
}
