import ArgumentParser
import Contracts
internal import RateBook

/// Shows what is in a compiled tariff.
struct TariffShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what is in a compiled tariff, after checking all of it.",
        discussion: """
            Example:
              didtron tariff show tariff.bin
            """)

    @Argument(help: ArgumentHelp("The compiled tariff.", valueName: "file"))
    var file: String

    @OptionGroup var printing: PrintOptions

    func run() throws {
        let (tariff, facts, bytes) = try TariffFile.open(file)
        let report = TariffReport(path: file, bytes: bytes, tariff: tariff, facts: facts)
        if printing.json { try JSONOutput.print(JSON.TariffFile(report)) } else { print(report.text, terminator: "") }
    }
}
