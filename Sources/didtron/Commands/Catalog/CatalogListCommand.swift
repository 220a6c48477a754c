import ArgumentParser
internal import Catalog
internal import Postgres

/// Lists one part of the catalog.
struct CatalogListCommand<Subject: CatalogCommandSubject>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List \(Subject.subject.plural).",
            discussion: """
                Example:
                  didtron \(Subject.subject.name) list
                """)
    }

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let rows = try Catalog.list(Subject.subject, on: connection)
        try RowOutput.print(
            rows, as: Subject.Answer.self, printing,
            none: "There are no \(Subject.subject.plural); `didtron \(Subject.subject.name) import FILE` adds some.")
    }
}
