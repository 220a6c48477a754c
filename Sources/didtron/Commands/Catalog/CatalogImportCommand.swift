import ArgumentParser
internal import Catalog
import Contracts

/// Imports files about one part of the catalog.
struct CatalogImportCommand<Subject: CatalogCommandSubject>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: "Import \(Subject.subject.plural) from CSV files; the same file twice changes nothing.",
            discussion: """
                \(Subject.fileFormat) The first line names the columns, in any order; a field that is empty or missing leaves \
                what is stored. A file with a fault changes nothing.

                Example:
                  didtron \(Subject.subject.name) import \(Subject.subject.plural).csv
                """)
    }

    @Argument(help: "CSV files, plain, .zst or .gz; - for standard input.")
    var files: [String]

    @Option(help: ArgumentHelp("Entity of rows that name none; needed where there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        var reports: [CatalogReport] = []
        for (index, file) in files.enumerated() {
            let bytes = try InputFile.named(file) { try InputFile.bytes(of: file) }
            let report = try act.perform(
                "\(Subject.subject.name).import", of: .entity(entity), content: bytes,
                part: files.count > 1 ? index + 1 : nil,
                on: connection
            ) {
                try InputFile.named(file) {
                    try CatalogImport(Subject.subject, entity: entity).run(bytes, on: connection)
                }
            }
            reports.append(report)
            if !printing.json { printing.say("\(file): \(report)") }
        }
        if printing.json { try JSONOutput.print(reports.map(JSON.CatalogImported.init)) }
    }
}
