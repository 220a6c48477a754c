/// The commands of the program as it describes itself (`--experimental-dump-help`).
struct HelpTree: Decodable {
    struct Node: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var subcommands: [Node]?
        var arguments: [Argument]?
        var superCommands: [String]?
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
        var shouldDisplay: Bool?
    }

    var command: Node
}
