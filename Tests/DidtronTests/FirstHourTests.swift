import Database
import Foundation
import TestSupport
import Testing

/// The first hour of a newcomer: example files, their import, the first invoice, what waits.
@Suite struct FirstHourTests {
    private static let readme: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
    }()

    /// The commands of a section of the README, as they stand there.
    private static func commands(ofSection title: String) -> [String] {
        let section = readme.components(separatedBy: "\n## ").first { $0.hasPrefix(title + "\n") } ?? ""
        return section.split(separator: "\n").filter { $0.hasPrefix("    ") }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    /// Runs a command as a shell does that is in `folder`.
    private func run(_ command: String, in folder: String, _ program: DidtronProgram) throws -> DidtronProgram.Outcome {
        let words = command.split(separator: " ").dropFirst().map(String.init)
        let files = Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        return try program.run(words.map { files.contains($0) ? "\(folder)/\($0)" : $0 })
    }

    @Test func `the quick start of the README leads from nothing to an issued invoice`() throws {
        // The server runs until it is stopped; the tests of pages start it.
        let commands = Self.commands(ofSection: "Your own data in ten minutes").filter { $0 != "didtron serve" }
        #expect(commands.count > 15)
        try withTestHome { home in
            let program = DidtronProgram(home: home)
            let parent = "\(home.path)/work"
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            var folder = parent
            var outputs: [String: String] = [:]
            for command in commands {
                if command.hasPrefix("cd ") {
                    folder += "/" + command.dropFirst(3)
                    continue
                }
                try #require(command.hasPrefix("didtron "), "\(command)")
                let outcome =
                    command.hasPrefix("didtron init ")
                    ? try program.run(["init", "\(folder)/\(command.dropFirst("didtron init ".count))"])
                    : try run(command, in: folder, program)
                #expect(outcome.status == 0, "\(command): \(outcome.errors)\(outcome.output)")
                outputs[command] = outcome.output
            }
            let loaded = outputs["didtron cdr import calls.csv --layout layout.json"] ?? ""
            #expect(loaded.contains("rejected") && loaded.contains("12"), "\(loaded)")
            let status = outputs["didtron status"] ?? ""
            #expect(status.contains("1 call (180 s) waits for a sell price: customer accounts that are not known."))
            #expect(status.contains("didtron cdr correct --side sell"))
            #expect(outputs["didtron cdr find --partner acme --state unrated"]?.contains("88213000001") == true)
            #expect(outputs["didtron explain c-1001"]?.contains("deck sell_deck.csv, line 7") == true, "\(outputs)")
            #expect(outputs["didtron invoice show 1"]?.contains("Acme Telecom") == true)
            // What waits in the end is the number without a rate, and nothing lacks an exchange rate.
            let last = try program.run(["status"]).output
            #expect(
                last.contains("1 issued invoice") && last.contains("numbers that no rate of the card is for"), "\(last)"
            )
            #expect(!last.contains("functional currency") && !last.contains("fx import"), "\(last)")
            let balance = try program.run(["ledger", "trial-balance"])
            #expect(!(balance.output + balance.errors).contains("missing"), "\(balance)")
        }
    }

    @Test func `the commands in the folder's own README are those of the folder`() throws {
        try withTestHome { home in
            let program = DidtronProgram(home: home)
            let folder = "\(home.path)/carrier"
            let made = try program.run([
                "init", folder, "--code", "uk", "--name", "Acme, UK", "--currency", "gbp", "--zone", "Europe/London",
            ])
            #expect(made.status == 0, "\(made.errors)")
            let readme = try String(contentsOfFile: folder + "/README.txt", encoding: .utf8)
            let commands = readme.split(separator: "\n").filter { $0.hasPrefix("didtron ") }.map(String.init)
            #expect(commands.count > 12)
            for command in commands {
                let outcome = try run(command, in: folder, program)
                #expect(outcome.status == 0, "\(command): \(outcome.errors)\(outcome.output)")
            }
            #expect(try program.run(["entity", "list"]).output.contains("Acme, UK"))
        }
    }

    @Test func `init overwrites nothing and writes nothing beside what is there`() throws {
        try withTestHome { home in
            let program = DidtronProgram(home: home)
            let folder = "\(home.path)/carrier"
            #expect(try program.run(["init", folder]).status == 0)
            try FileManager.default.removeItem(atPath: folder + "/calls.csv")
            try "mine".write(toFile: folder + "/partners.csv", atomically: false, encoding: .utf8)
            let again = try program.run(["init", folder])
            #expect(again.status == 1)
            #expect(
                again.errors.contains("has a file README.txt already, and nothing was written. Name another folder"))
            #expect(try String(contentsOfFile: folder + "/partners.csv", encoding: .utf8) == "mine")
            #expect(!FileManager.default.fileExists(atPath: folder + "/calls.csv"))
            let file = try program.run(["init", folder + "/partners.csv"])
            #expect(file.status == 1 && file.errors.contains("is a file. Name another folder."), "\(file)")
        }
    }

    @Test func `status of nothing says how to begin`() throws {
        try withTestDatabase { database in
            let status = try DidtronProgram(database: database).run(["status"])
            #expect(status.status == 0, "\(status.errors)")
            #expect(status.output.contains("didtron init FOLDER"))
            let json = try DidtronProgram(database: database).run(["status", "--json"])
            #expect(json.output.contains("\"waiting\" : ["))
        }
    }

    @Test func `status lists drafts of cards, parked jobs and refused files`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ arguments: String..., input: String = "") throws -> DidtronProgram.Outcome {
                try program.run(arguments, input: input)
            }
            _ = try run("partner", "import", "-", input: "partner,role,currency\nacme,customer,USD\n")
            _ = try run(
                "ratecard", "import", "-", "--card", "gold", "--side", "sell", "--currency", "USD", "--effective",
                "2026-09-01", "--confirm", "old-dates", input: "prefix,destination,rate_per_min\n44,UK,0.06\n")
            let refused = try run("cdr", "import", "-", input: "a,b\n1,2\n")
            #expect(refused.status == 1)
            #expect(try run("jobs", "run", "cdr.folder").status == 1)
            let history = try run("jobs", "history").output
            #expect(history.contains("The job names no folder. State them with --argument."), "\(history)")
            let status = try run("status").output
            #expect(status.contains("cdr.folder is parked: folder: The job names no folder."), "\(status)")
            #expect(status.contains("Version 1 of card gold is a draft (1 rate)."), "\(status)")
            #expect(status.contains("didtron ratecard approve --card gold"))
            #expect(status.contains("cdr.load was refused, and not done since"), "\(status)")
            #expect(status.contains("didtron audit list --refused --name cdr.load"))
        }
    }
}
