import ArgumentParser
internal import Catalog
internal import Database

/// Settings of the installation.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Settings of the installation: what they are, and what they were set to.",
        subcommands: [SettingsListCommand.self, SettingsSetCommand.self])
}

/// Lists settings.
struct SettingsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the settings with their values.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    private struct Line: Encodable {
        let name: String
        let value: String
        let standard: String
        let purpose: String
    }

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let lines = try Setting.all.map {
            Line(name: $0.name, value: try $0.value(on: connection), standard: $0.standard, purpose: $0.purpose)
        }
        if json { return try JSONOutput.print(lines) }
        var table = TextTable([.left("setting"), .left("value"), .left("default"), .left("what it is")])
        table.rows = lines.map { [$0.name, $0.value, $0.standard, $0.purpose] }
        print(table.text, terminator: "")
    }
}

/// Sets a setting.
struct SettingsSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Set a setting.")

    @Argument(help: "Its name.")
    var name: String

    @Argument(help: "What it is to be.")
    var value: String

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let done: String = try act.perform("setting.set", on: connection) {
            let setting = try Setting(named: name)
            let before = try setting.set(value, actor: act.actor.name, on: connection)
            let now = try setting.value(on: connection)
            return before.map { "\(name): \($0) -> \(now)" } ?? "\(name) is \(now) already."
        }
        print(done)
    }
}
