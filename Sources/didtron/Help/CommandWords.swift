import ArgumentParser

/// The words at the beginning of a command line that name a command.
enum CommandWords {
    /// Says of a word that names no command which one was probably meant.
    ///
    /// - Throws: `ValidationError` where a group of commands is followed by a word that it does not have, or help is asked
    ///   for one that there is not.
    static func check(_ arguments: [String]) throws {
        let isHelp = arguments.first == "help"
        var words = ["didtron"]
        var command: any ParsableCommand.Type = Didtron.self
        for argument in arguments.dropFirst(isHelp ? 1 : 0) {
            let below = command.configuration.subcommands
            guard !argument.hasPrefix("-"), isHelp || !below.isEmpty else { return }
            if let next = below.first(where: { names(of: $0).contains(argument) }) {
                command = next
                words.append(argument)
            } else if argument != "help" {
                throw ValidationError(sentence(argument, below, after: words))
            }
        }
    }

    private static func sentence(
        _ word: String, _ commands: [any ParsableCommand.Type], after words: [String]
    ) -> String {
        let place = words.joined(separator: " ")
        let known = commands.flatMap(names)
        guard !known.isEmpty else { return "'\(place)' has no command '\(word)' below it." }
        let near = known.filter { distance(word, $0) <= max(1, min(word.count, $0.count) / 2) }
            .min { distance(word, $0) < distance(word, $1) }
        let meant = near ?? known.first { $0.hasPrefix(word) }
        return "There is no command '\(place) \(word)'" + (meant.map { "; did you mean '\(place) \($0)'?" } ?? ".")
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }

    /// How many letters have to be put in, left out, exchanged or swapped with their neighbour to make one word the other.
    static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first.lowercased()), Array(second.lowercased()))
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
