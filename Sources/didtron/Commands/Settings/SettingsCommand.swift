import ArgumentParser
internal import Catalog
import Contracts
internal import Database

/// Settings of the installation.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "List and change the settings of the installation.",
        discussion: """
            Example:
              didtron settings list
            """,
        subcommands: [SettingsListCommand.self, SettingsSetCommand.self])
}

/// Lists settings.
struct SettingsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the settings with their values.",
        discussion: """
            Example:
              didtron settings list
            """)

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let lines = try Setting.all.map {
            JSON.Setting(name: $0.name, value: try $0.value(on: connection), standard: $0.standard, purpose: $0.purpose)
        }
        if printing.json { return try JSONOutput.print(lines) }
        var table = TextTable([.left("setting"), .left("value"), .left("default"), .left("what it is")])
        table.rows = lines.map { [$0.name, $0.value, $0.standard, $0.purpose] }
        try printing.print(table)
    }
}

/// Sets a setting.
struct SettingsSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set a setting.",
        discussion: """
            Example:
              didtron settings set fx.days_max 20 --reason 'weekly rates'
            """)

    @Argument(help: "Name of the setting.")
    var name: String

    @Argument(help: "The new value.")
    var value: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let done = try act.perform("setting.set", on: connection) {
            let setting = try Setting(named: name)
            let before = try setting.set(value, actor: act.actor.name, on: connection)
            return JSON.SettingChanged(name: name, before: before, value: try setting.value(on: connection))
        }
        try printing.show(
            done, done.before.map { "\(name): \($0) -> \(done.value)" } ?? "\(name) is \(done.value) already.")
    }
}
