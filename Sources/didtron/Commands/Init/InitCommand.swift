import ArgumentParser
import Contracts
import Calendar
import Foundation
import Money
internal import Vocabulary

/// Writes example files of a small carrier, to be edited and imported.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract:
            "Write example files of a small carrier into a folder: partners, accounts, decks, a CDR file, its layout.",
        discussion: """
            The files say what each column means, and README.txt has the commands that import them, from the first partner to an issued \
            invoice. Try them as they are, or put your own data in their place. The calls are of the month before this one. No database \
            is needed, and nothing is overwritten.

            Examples:
              didtron init my-carrier
              didtron init my-carrier --code acme --currency GBP --zone Europe/London
            """)

    @Argument(help: "The folder; it is made, or empty.")
    var folder: String

    @Option(help: "Short code of your company.")
    var code = "main"

    @Option(help: "Its name, as it stands on invoices.")
    var name = "My Carrier Ltd"

    @Option(help: ArgumentHelp("Currency of its books and of the example customer.", valueName: "code"))
    var currency = "EUR"

    @Option(help: "IANA zone of its days.")
    var zone = "Europe/Berlin"

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard Currency(code: currency.uppercased()) != nil else {
            throw ValidationError("--currency is a code of ISO 4217, such as USD, not '\(currency)'.")
        }
        guard TimeZone(identifier: zone) != nil else {
            throw ValidationError("--zone is one such as Europe/Berlin, not '\(zone)'.")
        }
        let isPlain =
            !code.isEmpty && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        guard isPlain else { throw ValidationError("--code has letters, digits, hyphens, dots and underscores.") }
        guard !name.isEmpty, !name.contains(where: { $0.isNewline || $0 == "\"" }) else {
            throw ValidationError("--name is a line of text without quotes.")
        }
    }

    func run() throws {
        let example = ExampleCarrier(
            code: code, name: name, currency: currency.uppercased(), zone: zone, month: LastMonth.period)
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        let exists = unsafe manager.fileExists(atPath: folder, isDirectory: &isFolder)
        if exists, !isFolder.boolValue {
            throw Refusal(.conflict, "init.not_a_folder", "\(folder) is a file", facts: ["folder": folder])
        }
        for file in example.files where manager.fileExists(atPath: "\(folder)/\(file.name)") {
            throw Refusal(
                .conflict, "init.exists", "\(folder) has a file \(file.name) already, and nothing was written",
                facts: ["folder": folder, "file": file.name])
        }
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in example.files {
            try file.text.write(toFile: "\(folder)/\(file.name)", atomically: true, encoding: .utf8)
            if !json { print("\(folder)/\(file.name)  \(file.purpose)") }
        }
        if json {
            return try JSONOutput.print(
                JSON.ExampleWritten(
                    folder: folder, files: example.files.map { JSON.ExampleFile(name: $0.name, purpose: $0.purpose) },
                    commands: example.commands.map { JSON.ExampleCommand(command: $0.line, purpose: $0.purpose) }))
        }
        print("\nREADME.txt has the commands, in order; begin with\n    cd \(folder)\n    \(example.commands[0].line)")
    }
}

/// The month before this one, by the clock of UTC.
enum LastMonth {
    static var period: BillingPeriod {
        let today = CivilDay(daysSince1970: Int32(Date().timeIntervalSince1970 / 86_400))
        let first = (today.startOfMonth - 1).startOfMonth
        return BillingPeriod(first: first, endBefore: today.startOfMonth)
    }
}
