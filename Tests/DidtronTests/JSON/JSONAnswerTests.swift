import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// The JSON of every command, held by files that show it to readers.
@Suite struct JSONAnswerTests {
    private static let folder = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        .appending(path: "fixtures/json")

    @Test func `every command answers as its file under fixtures says, in one dialect`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            for answer in JSONAnswer.all {
                let words = answer.command.split(separator: " ").map {
                    $0.replacing("_", with: $0.contains("*") ? " " : "_")
                }
                let outcome = try program.run(words.map(String.init) + ["--json"], input: answer.input)
                #expect(outcome.status == answer.status, "\(answer.command): \(outcome.errors)\(outcome.output)")
                let printed = answer.isOnStandardError ? outcome.errors : outcome.output
                let document = try #require(
                    try? JSONSerialization.jsonObject(with: Data(printed.utf8)), "\(answer.command): \(printed)")
                #expect(
                    printed.firstMatch(of: /" : -?\d+[.eE]|\n\s+-?\d+[.eE]/) == nil,
                    "\(answer.command) has a number with decimals")
                for fault in Self.faults(of: document, at: answer.command) { Issue.record("\(fault)") }
                try Self.expect(Self.masked(printed, database), isThatOf: answer.name)
            }
        }
    }

    @Test func `every command prints JSON, or is known to print none`() throws {
        let commands = try HelpTree.commands().filter { !$0.isGroup }
        let covered = Set(JSONAnswer.all.map { Self.words(of: $0.command, among: commands) })
        for command in commands where !JSONAnswer.withoutDocument.contains(command.path) {
            #expect(command.options.contains("--json"), "\(command.path) has no --json")
            #expect(
                covered.contains(command.path) || Self.elsewhere.contains(command.path),
                "no answer of \(command.path) stands in fixtures/json")
        }
    }

    /// Commands whose answers other tests look at, because they need files or change the private database.
    private static let elsewhere: Set<String> = [
        "db start", "db stop", "dev generate", "dev reset", "init", "rate", "ratecard export", "tariff compile",
        "tariff show",
    ]

    // MARK: - The dialect

    /// What is not as the page of the dialect says, a sentence each.
    private static func faults(of value: Any, at place: String, key: String = "") -> [String] {
        switch value {
        case let object as [String: Any]:
            return object.sorted { $0.key < $1.key }.flatMap { name, value in
                let isName = name.wholeMatch(of: /[a-z][a-z0-9]*([_.][a-z0-9]+)*/) != nil
                let own = isName ? [] : ["\(place): \(name) is not in snake_case"]
                return own + currencyFaults(name, object, place) + faults(of: value, at: "\(place) \(name)", key: name)
            }
        case let list as [Any]: return list.flatMap { faults(of: $0, at: place, key: key) }
        case let text as String:
            if key.hasSuffix("_at") || key == "at" {
                let isInstant = text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil
                return isInstant ? [] : ["\(place): \(text) is no instant"]
            }
            if key.hasSuffix("_on") {
                return text.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil ? [] : ["\(place): \(text) is no date"]
            }
            let isNumber = text.wholeMatch(of: /-?\d+(\.\d+)?/) != nil
            return isNumber && !texts.contains(key) ? ["\(place): \(text) is a number as a text"] : []
        default: return []
        }
    }

    /// Digits that are no number, and the one decimal that has to stay exact.
    private static let texts: Set<String> = [
        "called", "calling", "prefix", "prefixes", "number", "code", "codes", "samples", "key", "value", "before",
        "standard",
        "rate",
        "text", "record", "home_country", "examples", "international_prefixes", "from", "to", "server_version",
        "call_id",
        "added", "facts", "invoice", "sha256", "hash",
    ]

    private static func currencyFaults(_ name: String, _ object: [String: Any], _ place: String) -> [String] {
        let isMoney = name.hasSuffix("_minor") || name.hasSuffix("_micros")
        guard isMoney, !object.keys.contains(where: { $0.hasSuffix("currency") }) else { return [] }
        // Parts of a document have the currency of the whole.
        let parts = ["lines", "offsets", "total", "destinations", "prefixes", "sides"]
        return parts.contains { place.hasSuffix(" \($0)") } ? [] : ["\(place): \(name) without a currency"]
    }

    // MARK: - Files

    /// The output with what differs from run to run replaced.
    private static func masked(_ text: String, _ database: Database) -> String {
        var text = text.replacing(database.home.path, with: "HOME")
        // Effects of today, or of this month: the one is the other on its first day.
        let today = String(Date.now.ISO8601Format().prefix(10))
        let rules: [(String, String)] = [
            (#""([a-z_]*_at|at)" : "20(2[7-9]|3)[^"]*""#, #""$1" : "2026-11-30T12:00:00Z""#),
            (
                #""(known_at|revoked_at|last_used_at|created_at|made_at|locked_at|sealed_at|recorded_at|expires_at|raised_at|cleared_at|approved_at|withdrawn_at|received_at|closed_at|begun_at|ended_at|undone_at|due_at|started_at|reviewed_at|at|next_at|last_at)" : "[^"]*""#,
                #""$1" : "2026-11-30T12:00:00Z""#
            ),
            (#""(elapsed_ms|load_ms|rows_per_second|database_bytes|process_id)" : \d+"#, #""$1" : 1000"#),
            (
                #""(url|database|log|server_version|actor|imported_by|approved_by|withdrawn_by|undone_by|requested_by|reviewed_by|proposed_by|decided_by|key)" : "[^"]*""#,
                #""$1" : "…""#
            ),
            (#"/link/[0-9a-f]+"#, "/link/TOKEN"),
            (#""secret" : "didtron_[0-9a-f]{64}""#, #""secret" : "didtron_…""#),
            (#""prefix" : "didtron_[0-9a-f]{8}""#, #""prefix" : "didtron_0123abcd""#),
            (#""hash" : "[0-9a-f]{64}""#, #""hash" : "…""#),
            (
                #""(imported_on|effective_on|value_on|first_on)" : "(\#(today)|\#(today.prefix(8))01)""#,
                #""$1" : "2026-11-30""#
            ),
            (#"(issued_on|due_on|reversed_on|ended_on|as_of_on|allocated_on)" : "[^"]*""#, #"$1" : "2026-11-30""#),
        ]
        for (pattern, replacement) in rules {
            text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        return text
    }

    private static func expect(_ text: String, isThatOf name: String) throws {
        let file = folder.appending(path: "\(name).json")
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(text == expected, "UPDATE_FIXTURES=1 rewrites fixtures/json/\(name).json")
    }

    // MARK: - The tree of commands

    /// The longest path of a command with which a command line begins.
    private static func words(of line: String, among commands: [HelpTree.Command]) -> String {
        commands.map(\.path).filter { line == $0 || line.hasPrefix($0 + " ") }.max { $0.count < $1.count } ?? line
    }
}
