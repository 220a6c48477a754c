import ArgumentParser
import Foundation

/// The command that runs, as acts record where they come from.
enum CommandOrigin {
    /// `command didtron invoice issue`.
    static let text: String = {
        var words = ["command", "didtron"]
        var commands = Didtron.configuration.subcommands
        for argument in CommandLine.arguments.dropFirst() {
            guard
                let command = commands.first(where: {
                    $0._commandName == argument || $0.configuration.aliases.contains(argument)
                })
            else { break }
            words.append(command._commandName)
            commands = command.configuration.subcommands
        }
        return words.joined(separator: " ")
    }()

    /// What the command line asks for: all of it but who asks, why, by which key, and how the answer is shown.
    static let stated: [UInt8] = {
        var stated: [String] = []
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            if ["--as", "--reason", "--request-key", "--home"].contains(argument) {
                _ = arguments.popFirst()
            } else if !["--json", "--all", "--quiet", "-q"].contains(argument),
                !["--as=", "--reason=", "--request-key=", "--home="].contains(where: argument.hasPrefix)
            {
                stated.append(argument)
            }
        }
        return Array(stated.joined(separator: "\0").utf8)
    }()
}
