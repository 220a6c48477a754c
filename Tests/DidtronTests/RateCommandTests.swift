import Foundation
import TestSupport
import Testing

/// What the filter leaves behind where it cannot do its work.
@Suite struct RateCommandTests {
    private static let tables = [
        "rates": """
        deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s
        d,49,Germany,2026-01-01,0.012,0,60,60

        """,
        "customers": "customer_id,deck_id\nA,d\n", "suppliers": "supplier_id,deck_id\nB,d\n",
    ]
    private static let calls = """
        call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip
        c1,A,B,1,4930,2026-10-03T10:00:00Z,61,200,192.0.2.1

        """

    /// Runs the filter over `calls` in a folder with the tables and an output file from before.
    private func rate(
        _ calls: String, output: String = "out.csv", _ body: (DidtronProgram.Outcome, _ folder: URL) throws -> Void
    ) throws {
        try withTestHome { home in
            let folder = URL(filePath: home.path)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in Self.tables.merging(["calls": calls, "out": "before\n"], uniquingKeysWith: { $1 }) {
                try text.write(to: folder.appending(path: "\(name).csv"), atomically: false, encoding: .utf8)
            }
            let tables = Self.tables.keys.flatMap { ["--\($0)", "\(folder.path)/\($0).csv"] }
            let path = output.hasPrefix("/") ? output : "\(folder.path)/\(output)"
            let outcome = try DidtronProgram().run(
                ["rate"] + tables + ["--output", path, "\(folder.path)/calls.csv"])
            try body(outcome, folder)
        }
    }

    private func files(of folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("out") }
    }

    @Test func `an output file is replaced once all of it is written`() throws {
        try rate(Self.calls) { outcome, folder in
            #expect(outcome.status == 0, "\(outcome.errors)")
            let text = try String(contentsOf: folder.appending(path: "out.csv"), encoding: .utf8)
            #expect(text.hasSuffix("\nc1,49,Germany,120,24000,49,120,24000\n"))
            #expect(try files(of: folder) == ["out.csv"])
        }
    }

    @Test func `a called number of more than 32 digits is a reject`() throws {
        let long = Self.calls.replacing(",4930,", with: ",\(String(repeating: "49", count: 30)),").split(
            separator: "\n")[1]
        try rate(Self.calls + long + "\n") { outcome, folder in
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("read 2 rated 1 unrated 0 rejected 1 duplicate 0"), "\(outcome.errors)")
            let rows = try String(contentsOf: folder.appending(path: "out.csv"), encoding: .utf8)
            #expect(rows.split(separator: "\n").count == 2)
        }
    }

    @Test func `an output file stays as it was where the calls cannot be read`() throws {
        try rate(Self.calls.replacing("duration_s", with: "length")) { outcome, folder in
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("duration_s"))
            let text = try String(contentsOf: folder.appending(path: "out.csv"), encoding: .utf8)
            #expect(text == "before\n")
            let left = try files(of: folder)
            #expect(left == ["out.csv"])
        }
    }

    @Test func `a full device is named`() throws {
        try rate(Self.calls, output: "/dev/full") { outcome, _ in
            #expect(outcome.status == 1)
            #expect(
                outcome.errors == "didtron: /dev/full cannot be written: No space left on device; free some space.\n")
        }
    }
}
