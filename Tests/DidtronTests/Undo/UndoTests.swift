import Database
import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

/// Files that are taken back whole: what is left equals a load of what should be in.
@Suite struct UndoTests {
    // MARK: - Against a world in which the file never came

    @Test func `an undone file leaves what would be without it`() throws {
        try withWorlds { world, clean in
            try world.load("a", [Record(1), Record(2), Record(3, customer: "nobody")])
            try world.load("b", [Record(4), Record(5, called: "999"), Record(6, seconds: 0), "broken"])
            try clean.load("a", [Record(1), Record(2), Record(3, customer: "nobody")])
            let preview = try world.run("cdr", "undo", "b", "--reason", "test file")
            #expect(preview.contains("Nothing was stored"), "\(preview)")
            #expect(try world.texts("SELECT count(*) FROM cdr_file WHERE undo_act_id IS NOT NULL") == ["0"])
            try world.undo("b")
            try expectEqual(world, clean)

            let files = try world.run("cdr", "files", "2")
            #expect(files.contains("Undone on") && files.contains("test file"), "\(files)")
            #expect(try world.run("cdr", "rejects", "2").contains("broken"))
            #expect(try world.run("cdr", "unrated", "--json").contains("\"nobody\""))
            #expect(try !world.run("cdr", "unrated", "--json").contains("999"))
            let call = try #require(
                world.texts(
                    "SELECT '2026-10-03/' || chunk_id || '/' || ordinal FROM call WHERE kind = 'o' AND chunk_id = 2 AND ordinal = 0"
                ).first)
            for command in [["cdr", "show", call], ["explain", call]] {
                let shown = try world.run(command)
                #expect(shown.contains("Undone on") && shown.contains("test file"), "\(shown)")
            }
            #expect(
                try world.texts("SELECT name, outcome, reason FROM act WHERE name = 'cdr.undo'")
                    == ["cdr.undo done test file"])

            // The same bytes are new ones now.
            try world.load("b", [Record(4), Record(5, called: "999"), Record(6, seconds: 0), "broken"])
            try clean.load("b", [Record(4), Record(5, called: "999"), Record(6, seconds: 0), "broken"])
            try expectEqual(world, clean)
            #expect(try world.texts("SELECT duplicates FROM chunk WHERE file_id = 4") == ["0"])
        }
    }

    @Test func `what an undone file changed is as before`() throws {
        try withWorlds { world, clean in
            let first = [Record(1), Record(2), Record(3, customer: "nobody"), Record(4, seconds: 30)]
            for one in [world, clean] { try one.load("a", first) }
            // Another length, another customer, a known one, an unknown one.
            try world.load(
                "b",
                [
                    Record(1, seconds: 300), Record(2, customer: "bolt"), Record(3), Record(4, customer: "nobody"),
                    Record(5),
                ])
            try world.undo("b")
            try expectEqual(world, clean)
            // What holds again is explained by the record that said so.
            let again = try world.texts(
                "SELECT '2026-10-03/' || chunk_id || '/' || ordinal FROM call WHERE kind = 'p' AND chunk_id = 3 ORDER BY ordinal"
            )
            #expect(again.count == 4)
            for call in again { #expect(try world.run("explain", call).contains("File 1, a,")) }
            // What was said before the file is known, what it said is not.
            let later = [Record(1), Record(2, customer: "bolt"), Record(3, customer: "nobody"), Record(5)]
            for one in [world, clean] { try one.load("c", later) }
            try expectEqual(world, clean)
            #expect(
                try world.texts("SELECT rated + unrated, duplicates, changed FROM chunk ORDER BY id DESC LIMIT 1")
                    == ["2 2 1"])
        }
    }

    @Test func `the middle of three overlapping deliveries is taken back, and the last one loaded again`() throws {
        try withWorlds { world, clean in
            let a = [Record(1), Record(2), Record(3)]
            let b = [Record(2), Record(3, seconds: 200), Record(4), Record(5)]
            let c = [Record(3, seconds: 200), Record(4, seconds: 90), Record(5), Record(6), Record(1)]
            for one in [world, clean] { try one.load("a", a) }
            try world.load("b", b)
            for one in [world, clean] { try one.load("c", c) }
            // A file that has none of them stays.
            for one in [world, clean] { try one.load("d", [Record(40)]) }
            let refused = try world.program.run(["cdr", "undo", "b", "--reason", "r", "--alone", "--apply"])
            #expect(refused.status == 1 && refused.errors.contains("compared with it"), "\(refused)")
            #expect(try world.texts("SELECT outcome FROM act WHERE name = 'cdr.undo'") == ["refused"])
            try world.undo("b")
            try expectEqual(world, clean)
            #expect(
                try world.texts(
                    "SELECT id, source_file_id, undone_for_id FROM cdr_file WHERE undo_act_id IS NOT NULL OR source_file_id IS NOT NULL ORDER BY id"
                )
                    == ["2 - 2", "3 - 2", "5 2 -", "6 3 -"])
            #expect(
                try world.texts("SELECT count(*) FROM act WHERE name IN ('cdr.undo', 'cdr.load') AND outcome = 'done'")
                    == ["5"])
            // As file 6 it can be undone like any other.
            try world.undo("6")
            try clean.undo("c")
            try expectEqual(world, clean)
        }
    }

    @Test func `a file that corrects one that is loaded again follows it, and one that only repeats stays`() throws {
        try withWorlds { world, clean in
            // b was compared with a; c never was, but corrects what b says, which would hold once b is said again.
            let b = [Record(1, seconds: 90), Record(5)], c = [Record(5, seconds: 300), Record(7)],
                d = [Record(7), Record(9)]
            try world.load("a", [Record(1)])
            for one in [world, clean] {
                try one.load("b", b)
                try one.load("c", c)
                try one.load("d", d)
            }
            let preview = try world.run("cdr", "undo", "a", "--reason", "r", "--json")
            #expect(preview.contains("\"file_id\" : 2") && preview.contains("\"file_id\" : 3"), "\(preview)")
            try world.undo("a")
            try expectEqual(world, clean)
            #expect(
                try world.texts(
                    "SELECT id, source_file_id, undone_for_id FROM cdr_file WHERE undo_act_id IS NOT NULL OR source_file_id IS NOT NULL ORDER BY id"
                )
                    == ["1 - 1", "2 - 1", "3 - 1", "5 1 -", "6 2 -", "7 3 -"])
        }
    }

    @Test func `an undo takes back what a re-rate made of the file's calls`() throws {
        try withWorlds { world, clean in
            let a = [Record(1), Record(2), Record(3, called: "4912345")]
            for one in [world, clean] { try one.load("a", a) }
            try world.load("b", [Record(1, seconds: 300), Record(3, called: "4912345", seconds: 10), Record(4)])
            for one in [world, clean] {
                try one.approve(["44": "0.09", "49": "0.30"], card: "gold", side: "sell")
                try one.run("rerate", "--period", "2026-10", "--apply")
            }
            try world.undo("b")
            // What holds again had been rated again, and is.
            try expectEqual(world, clean)
        }
    }

    @Test func `usage of an undone file that is invoiced waits for a credit`() throws {
        try withWorlds { world, clean in
            for one in [world, clean] { try one.load("a", [Record(1), Record(2, customer: "prep")]) }
            try world.load("b", [Record(1, seconds: 300), Record(3), Record(4, customer: "prep")])
            try world.run("invoice", "run", "--period", "2026-10")
            let invoiced = try world.texts("SELECT exact_micros FROM invoice")
            #expect(invoiced == ["360000"])
            let preview = try world.run("cdr", "undo", "b", "--reason", "r", "--json")
            #expect(preview.contains("\"invoice_id\" : 1") || preview.contains("\"invoice_id\":1"), "\(preview)")
            try world.undo("b")
            #expect(
                try world.texts(
                    "SELECT sum(old_micros)::text AS old, sum(new_micros)::text AS new FROM usage_adjustment")
                    == ["360000 60000"])
            try expectEqual(world, clean)
            // Nothing is left to bill.
            try world.run("invoice", "run", "--period", "2026-10")
            #expect(try world.texts("SELECT exact_micros FROM invoice") == invoiced)
            // With the draft gone, the customer owes what it would have owed.
            try world.run("invoice", "void", "1")
            try world.run("invoice", "run", "--period", "2026-10")
            #expect(try world.texts("SELECT exact_micros FROM invoice WHERE state <> 'void'") == ["60000"])
            try world.run("check")
        }
    }

    // MARK: - Refusals

    @Test func `a file is undone once, and by one at a time`() throws {
        try withWorlds { world, clean in
            for one in [world, clean] { try one.load("a", [Record(1)]) }
            try world.load("b", [Record(2)])
            let arguments = ["cdr", "undo", "2", "--reason", "r", "--apply"]
            let process = try world.program.start(arguments)
            let other = try world.program.run(arguments)
            var status: Int32 = 0
            while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
            // One of the two has done it.
            #expect((status == 0) != (other.status == 0), "\(status) \(other)")
            let again = try world.program.run(arguments)
            #expect(again.status == 1 && again.errors.contains("is undone already"), "\(again)")
            let none = try world.program.run(["cdr", "undo", "nothing", "--reason", "r"])
            #expect(none.status == 1 && none.errors.contains("There is no file nothing"), "\(none)")
            let batch = try world.program.run(["cdr", "undo", "3", "--reason", "r"])
            #expect(batch.status == 1 && batch.errors.contains("was not received"), "\(batch)")
            try expectEqual(world, clean)
        }
    }

    @Test func `what cannot be loaded again is not taken back`() throws {
        try withWorlds { world, _ in
            try world.load("a", [Record(1), Record(2)])
            try world.load("b", [Record(2), Record(3)])
            let hash = try #require(world.texts("SELECT encode(sha256, 'hex') FROM cdr_file WHERE id = 2").first)
            let path = "\(world.database.home.evidence)/\(hash.prefix(2))/\(hash)"
            let kept = try Data(contentsOf: URL(filePath: path))
            try Data("something else".utf8).write(to: URL(filePath: path))
            let refused = try world.program.run(["cdr", "undo", "a", "--reason", "r", "--apply"])
            #expect(refused.status == 1 && refused.errors.contains("not in the evidence"), "\(refused)")
            #expect(try world.texts("SELECT count(*) FROM cdr_file WHERE undo_act_id IS NOT NULL") == ["0"])
            try kept.write(to: URL(filePath: path))
            try world.undo("a")
            try world.run("check")
        }
    }

    @Test func `a file that stopped half-way can be undone`() throws {
        try withWorlds { world, clean in
            for one in [world, clean] { try one.load("a", [Record(1)]) }
            let records = (2..<4000).map { Record($0).text } + (0..<4000).map { "broken \($0)" }
            let stopped = try world.import("b", records, "--chunk-bytes", "131072")
            #expect(stopped.status != 0 && stopped.errors.contains("stopped"), "\(stopped)")
            try world.undo("b")
            try expectEqual(world, clean)
            #expect(try world.texts("SELECT count(*) FROM unfinished_file") == ["0"])
        }
    }

    // MARK: - Interrupted

    @Test func `an undo that was killed goes on, and until then nothing else is loaded`() throws {
        try withWorlds { world, clean in
            let a = [Record(1), Record(2)], b = [Record(2, seconds: 90), Record(3)], c = [Record(3), Record(4)]
            try world.load("a", a)
            for one in [world, clean] { try one.load("b", b) }
            for one in [world, clean] { try one.load("c", c) }
            // As a kill leaves it behind the transaction that takes the calls back.
            try world.cutOff("a", at: .closing)
            for command in [
                ["cdr", "import", "-"], ["rerate", "--period", "2026-10", "--apply"],
                ["cdr", "undo", "c", "--reason", "r", "--apply"],
            ] {
                let refused = try world.program.run(command, input: Record.header + Record(9).text + "\n")
                #expect(refused.status == 1 && refused.errors.contains("was interrupted"), "\(command): \(refused)")
            }
            // A watched folder keeps its files for later.
            let folder = "\(world.database.home.path)/watched"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let later = "\(folder)/later.csv"
            try FileManager.default.moveItem(atPath: world.file("later.csv", [Record(5).text]), toPath: later)
            _ = try world.program.run(["cdr", "watch", folder, "--once", "--settle", "0"])
            #expect(FileManager.default.fileExists(atPath: later))
            let run = try world.program.run(["invoice", "run", "--period", "2026-10"])
            #expect(run.status == 1 && run.errors.contains("has not ended"), "\(run)")
            #expect(try world.run("cdr", "files").contains("undoing"))
            try world.undo("a")
            try expectEqual(world, clean)
        }
    }

    @Test func `an undo that was killed in a file that it loads again goes on there`() throws {
        try withWorlds { world, clean in
            let a = [Record(1), Record(2)], b = [Record(2, seconds: 90), Record(3)], c = [Record(3), Record(4)]
            try world.load("a", a)
            for one in [world, clean] { try one.load("b", b) }
            for one in [world, clean] { try one.load("c", c) }
            try world.cutOff("a", at: .loading)
            try world.cutOff("a", at: .loading)
            try world.undo("a")
            try expectEqual(world, clean)
            #expect(try world.texts("SELECT count(*) FROM cdr_file WHERE kind = 'undo'") == ["1"])
        }
    }

    @Test func `an undo beside an import waits for it, or the import for the undo`() throws {
        try withWorlds { world, clean in
            let a = [Record(1), Record(2)], b = [Record(2), Record(3, seconds: 90)]
            try world.load("a", a)
            try clean.load("b", b)
            let process = try world.program.start(["cdr", "import", world.file("b", b.map(\.text))])
            try world.undo("a")
            var status: Int32 = 0
            while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
            #expect(status == 0)
            try expectEqual(world, clean)
        }
    }
}
