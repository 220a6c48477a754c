import Foundation
import TestSupport
import Testing

/// Files that overlap, undone and killed in random order, against a clean load of what should be in.
///
/// `UNDO_SEED` and `UNDO_ACTS` choose another run or a longer one; a failure prints both.
@Suite struct UndoOrderTests {
    @Test func `kills, undos and overlapping deliveries in any order leave what a clean load leaves`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["UNDO_SEED"].flatMap { UInt64($0) } ?? 20_261_130
        let count = environment["UNDO_ACTS"].flatMap { Int($0) } ?? 16
        var numbers = SeededNumbers(seed: seed)
        try withTestDatabase { database in
            let world = try UndoWorld(database)
            var acts: [String] = []
            /// Files that count, in their order.
            var files: [(name: String, lines: [String], options: [String])] = []
            func compare() throws {
                try withTestDatabase { other in
                    let clean = try UndoWorld(other)
                    for file in files {
                        try clean.run(["cdr", "import", clean.file(file.name, file.lines)] + file.options)
                    }
                    let comment = "UNDO_SEED=\(seed) UNDO_ACTS=\(count)\n\(acts.joined(separator: "\n"))"
                    try expectEqual(world, clean, comment)
                }
            }
            for number in 1...count {
                if files.count > 1, numbers.chance(35) {
                    let file = files.remove(at: numbers.int(0...files.count - 1))
                    let arguments = ["cdr", "undo", file.name, "--reason", "test file", "--apply"]
                    let isKilled = numbers.chance(50)
                    acts.append("undo \(file.name)\(isKilled ? ", killed" : "")")
                    var isLeft = true
                    if isKilled {
                        try world.kill(arguments, afterMicroseconds: numbers.int(50_000...900_000))
                        // The kill may have come behind its end.
                        isLeft =
                            try world.texts(
                                "SELECT count(*) FROM cdr_file WHERE name = '\(file.name)' AND undone_at IS NULL") != [
                                "0"
                            ]
                    }
                    if isLeft { try world.run(arguments) }
                    if numbers.chance(30) {
                        // The same bytes again, behind all others.
                        acts.append("import \(file.name) again")
                        try world.run(["cdr", "import", world.file(file.name, file.lines)] + file.options)
                        files.append(file)
                    }
                } else {
                    let name = "file-\(number)"
                    let hasLegs = numbers.chance(30)
                    let lines = (0..<numbers.int(1...12)).map { _ in
                        // Few calls, so that files say the same and other things of them.
                        Record(
                            numbers.int(1...25), leg: hasLegs ? numbers.pick(["", "a", "b"]) : "",
                            customer: numbers.pick(["acme", "acme", "bolt", "prep", "nobody"]),
                            called: numbers.pick(["442071234567", "442071234567", "4930123456", "999"]),
                            seconds: numbers.pick([60, 60, 60, 90])
                        ).text
                    }
                    let options = numbers.chance(20) ? ["--stated-at", "2026-10-0\(numbers.int(4...8))"] : []
                    acts.append(
                        "import \(name) \(options.joined(separator: " "))\n  \(lines.joined(separator: "\n  "))")
                    let arguments = ["cdr", "import", try world.file(name, lines)] + options
                    if numbers.chance(20) {
                        try world.kill(arguments, afterMicroseconds: numbers.int(50_000...400_000))
                    }
                    try world.run(arguments)
                    files.append((name, lines, options))
                }
                if numbers.chance(15) {
                    // Drafts have usage that is undone later.
                    acts.append("invoice run")
                    try world.run("invoice", "run", "--period", "2026-10")
                }
                if number % 8 == 0 || number == count { try compare() }
            }
        }
    }
}
