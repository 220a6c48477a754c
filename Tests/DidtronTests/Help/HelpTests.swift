import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import didtron

/// The help pages: examples that work, one meaning an option, and what is said of a word that is misspelt.
@Suite struct HelpTests {
    @Test func `every help page has an example, and every example is a command line`() throws {
        let commands = try HelpTree.commands()
        #expect(commands.count > 90)
        for command in commands {
            #expect(!command.examples.isEmpty, "no example in the help of '\(command.path)'")
            let isNarrow = (command.node.discussion ?? "").split(separator: "\n").allSatisfy { line in
                line.count <= 78 || !line.contains("didtron ") || !line.hasPrefix("  ")
            }
            #expect(isNarrow, "an example of '\(command.path)' is wider than a terminal")
            for example in command.examples {
                let words = Array(Self.words(of: example).dropFirst())
                #expect(
                    command.path.isEmpty || words.starts(with: command.path.split(separator: " ").map(String.init))
                        || command.path == "cdr inspect", "\(command.path) shows '\(example)'")
                do {
                    try CommandWords.check(words)
                    _ = try Didtron.parseAsRoot(words)
                } catch {
                    Issue.record("\(example): \(Didtron.message(for: error))")
                }
            }
        }
    }

    @Test func `the first page lists exit statuses and the environment`() throws {
        let page = try DidtronProgram().run(["--help"]).output
        for word in ["Exit status:", "64 ", "DATABASE_URL", "DIDTRON_HOME", "NO_COLOR", "RATES SUBCOMMANDS"] {
            #expect(page.contains(word), "\(word)")
        }
    }

    /// Words of translations, and of ours alone.
    @Test(arguments: ["mend", "whom it", "comes out", "come out", "where not given", "take care", "tidy"])
    func `help is written in natural English`(phrase: String) throws {
        for command in try HelpTree.commands() {
            let arguments = (command.node.arguments ?? []).filter { $0.shouldDisplay != false }
            let texts =
                [command.node.abstract, command.node.discussion] + arguments.flatMap { [$0.abstract, $0.discussion] }
            for text in texts.compactMap(\.self) {
                let words = text.lowercased().replacing(/amend|recommend/, with: "")
                #expect(!words.contains(phrase), "\(command.path): \(text)")
            }
        }
    }

    @Test func `an option means one thing`() throws {
        var kinds: [String: [String: Set<String>]] = [:]
        for command in try HelpTree.commands() {
            for argument in command.node.arguments ?? [] where argument.shouldDisplay != false {
                for name in argument.names ?? [] where name.kind == "long" {
                    let kind = argument.kind == "flag" ? "flag" : argument.valueName ?? name.name
                    kinds[name.name, default: [:]][kind, default: []].insert(command.path)
                }
            }
        }
        for (name, kinds) in kinds.sorted(by: { $0.key < $1.key }) where kinds.count > 1 {
            #expect(Self.options[name] == Set(kinds.keys), "--\(name): \(kinds)")
        }
        #expect(Set(Self.options.keys).isSubset(of: kinds.keys))
    }

    /// Options with values of two kinds, and why.
    private static let options: [String: Set<String>] = [
        // Files of the rating filter; how many of them a made-up carrier has.
        "customers": ["file", "customers"], "suppliers": ["file", "suppliers"], "rates": ["file", "rates"],
        // The state of a document or job; the meaning of a deck's column of states.
        "state": ["state", "value=state"],
        // The day of a report; when a deck was received, which has a time.
        "as-of": ["date", "as-of"],
        // The field that a heading of a bank file stands for; what a column of calls or rates means.
        "column": ["column=heading", "column=meaning"],
        // With the amount that goes to each; whole.
        "invoice": ["number[=amount]", "number"],
        // The program's own; a card's.
        "version": ["flag", "version"],
    ]

    @Test(
        arguments: [
            (["invioce", "list"], "There is no command 'didtron invioce'; did you mean 'didtron invoice'?"),
            (
                ["ratecard", "improt"],
                "There is no command 'didtron ratecard improt'; did you mean 'didtron ratecard import'?"
            ),
            (["help", "nonsense"], "There is no command 'didtron nonsense'."),
            (["help", "cdr", "imprt"], "There is no command 'didtron cdr imprt'; did you mean 'didtron cdr import'?"),
            (["help", "check", "books"], "'didtron check' has no command 'books' below it."),
            (["invoice", "list", "--jsn"], "Unknown option '--jsn'. Did you mean '--json'?"),
        ])
    func `a misspelt word is an error that names the right one`(arguments: [String], sentence: String) throws {
        let outcome = try DidtronProgram().run(arguments)
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test func `the version is the first of the change log`() throws {
        let log = try String(
            contentsOf: (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
                .appending(path: "Sources/didtron/CHANGELOG.md"), encoding: .utf8)
        let version = try DidtronProgram().run(["--version"]).output.trimmingCharacters(in: .newlines)
        let first = log.split(separator: "\n").first { $0.hasPrefix("## ") }
        #expect(first?.hasPrefix("## \(version) ") == true, "\(version), \(first ?? "no heading")")
    }

    /// Words of a command line as a shell divides it.
    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
