import Foundation
import TestSupport

/// The commands of the program as it describes itself (`--experimental-dump-help`).
struct HelpTree: Decodable {
    struct Node: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var subcommands: [Node]?
        var arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var names: [Name]?
        var abstract: String?
        var discussion: String?
        var valueName: String?
        var shouldDisplay: Bool?
    }

    /// A command with its words, `ratecard import`.
    struct Command {
        var path: String
        var isGroup: Bool
        var node: Node

        /// Command lines that its help shows.
        var examples: [String] {
            var lines: [String] = []
            for line in (node.discussion ?? "").split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) })
            {
                if lines.last?.hasSuffix("\\") == true {
                    lines[lines.count - 1].removeLast()
                    lines[lines.count - 1] += line
                } else if line.hasPrefix("didtron ") {
                    lines.append(line)
                }
            }
            return lines
        }

        var options: Set<String> {
            Set((node.arguments ?? []).flatMap { ($0.names ?? []).filter { $0.kind == "long" }.map { "--\($0.name)" } })
        }
    }

    var command: Node

    /// All commands but help, the program itself first.
    static func commands() throws -> [Command] {
        let dumped = try DidtronProgram().run(["--experimental-dump-help"])
        return walk(try JSONDecoder().decode(HelpTree.self, from: Data(dumped.output.utf8)).command, path: [])
    }

    private static func walk(_ node: Node, path: [String]) -> [Command] {
        let below = (node.subcommands ?? []).filter { $0.commandName != "help" }
        return [Command(path: path.joined(separator: " "), isGroup: !below.isEmpty, node: node)]
            + below.flatMap { walk($0, path: path + [$0.commandName]) }
    }
}
