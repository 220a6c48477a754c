import Foundation
import TestSupport
import Testing

/// Received files that lie packed are read, shown and loaded again as before.
@Suite struct PackedEvidenceTests {
    private func kept(_ world: UndoWorld) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: world.database.home.evidence)
            .filter { $0.contains("/") }.sorted()
    }

    private func compress(_ path: String) throws -> String {
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = ["-f", path]
        try gzip.run()
        gzip.waitUntilExit()
        return path + ".gz"
    }

    @Test func `what is shown of a packed file is the same, and it is loaded again from there`() throws {
        try withWorlds { world, clean in
            let first = (0..<4_000).map { Record($0) }
            let second = [Record(3_999)] + (4_000..<8_000).map { Record($0) }
            _ = try world.import("a", first.map(\.text), "--chunk-bytes", "131072")
            for one in [world, clean] {
                let path = try compress(one.file("b", second.map(\.text)))
                try one.run("cdr", "import", path, "--chunk-bytes", "131072")
            }
            #expect(try world.texts("SELECT file_id, count(*) > 1 FROM chunk GROUP BY 1 ORDER BY 1") == ["1 t", "2 t"])
            let addresses = try world.texts(
                """
                SELECT '2026-10-03/' || chunk_id || '/' || max(ordinal) FROM call GROUP BY chunk_id ORDER BY chunk_id
                """)
            func shown() throws -> [String] {
                try addresses.flatMap { [try world.run("explain", $0), try world.run("cdr", "show", $0)] }
                    + [world.run("cdr", "find", "c3999"), world.run("cdr", "find", "c7999")]
            }
            let before = try shown()
            #expect(before.last?.contains("2026-10-03 12:13:19") == true)

            // Not before the days are over that the setting says.
            #expect(try world.run("jobs", "run", "evidence.pack").contains("All files were packed"))
            try world.run("settings", "set", "cdr.packed_days", "0", "--reason", "test")
            #expect(try world.run("jobs", "run", "evidence.pack").contains("2 files packed"))
            #expect(try kept(world).count == 2 && kept(world).allSatisfy { $0.hasSuffix(".zst") })
            #expect(try shown() == before)
            #expect(try world.run("jobs", "run", "evidence.pack").contains("All files were packed"))
            #expect(try world.run("cdr", "evidence") == "There are none.\n")

            // The second one held a duplicate of the first.
            try world.undo("a")
            try expectEqual(world, clean)
            #expect(
                try world.texts(
                    "SELECT compression, count(DISTINCT (sha256, bytes)) FROM cdr_file WHERE name = 'b.gz' GROUP BY 1")
                    == ["gzip 1"])
            // The same bytes once more are there in both forms, until the next job.
            try world.run("cdr", "import", world.database.home.path + "/b.gz")
            #expect(try kept(world).count == 3)
            #expect(try world.run("jobs", "run", "evidence.pack").contains("1 file packed"))
            #expect(try kept(world).count == 2)
        }
    }

    @Test func `a file that is damaged is not packed, and a damaged packed one is not loaded again`() throws {
        try withWorlds { world, _ in
            try world.load("a", [Record(1), Record(2)])
            try world.load("b", [Record(2), Record(3)])
            try world.run("settings", "set", "cdr.packed_days", "0", "--reason", "test")
            let paths = try kept(world).map { "\(world.database.home.evidence)/\($0)" }
            let good = try paths.map { try Data(contentsOf: URL(filePath: $0)) }
            try (good[0] + Data("x".utf8)).write(to: URL(filePath: paths[0]))
            let refused = try world.program.run(["jobs", "run", "evidence.pack"])
            #expect(refused.status != 0 && "\(refused)".contains("not those that were received"), "\(refused)")
            #expect(try Data(contentsOf: URL(filePath: paths[0])) == good[0] + Data("x".utf8))
            try good[0].write(to: URL(filePath: paths[0]))
            #expect(try world.run("jobs", "run", "evidence.pack").contains("packed"))

            let hash = try #require(world.texts("SELECT encode(sha256, 'hex') FROM cdr_file WHERE id = 2").first)
            let packed = "\(world.database.home.evidence)/\(hash.prefix(2))/\(hash).zst"
            var bytes = try Data(contentsOf: URL(filePath: packed))
            bytes[bytes.count / 3] ^= 0xFF
            try bytes.write(to: URL(filePath: packed))
            let undo = try world.program.run(["cdr", "undo", "a", "--reason", "r", "--apply"])
            #expect(undo.status == 1 && undo.errors.contains("not in the evidence"), "\(undo)")
        }
    }
}
