import ArgumentParser
internal import Catalog
internal import Postgres
internal import Vocabulary

/// Shows one thing of the catalog, line by line.
struct CatalogShowCommand<Subject: CatalogCommandSubject>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: "Show one \(Subject.subject.name).",
            discussion: """
                Example:
                  didtron \(Subject.subject.name) show \(Subject.exampleCode)
                """)
    }

    @Argument(help: "Code to show; an account or a number by itself or by the code of its partner.")
    var code: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let rows = try Catalog.list(Subject.subject, code: code, on: connection)
        guard !rows.isEmpty else {
            throw Refusal(
                .notFound, "catalog.not_found", "There is no \(Subject.subject.name) '\(code)'",
                facts: ["subject": Subject.subject.name, "code": code])
        }
        try RowOutput.print(rows, as: Subject.Answer.self, json: printing.json, none: "")
        guard !printing.json else { return }
        if Subject.self == PartnerSubject.self { try printPartner(on: connection) }
        if Subject.self == DIDSubject.self {
            print()
            RowOutput.print(
                try Catalog.didCharges(code: code, on: connection),
                none: "No charges; `didtron did charge --period YYYY-MM` writes them.")
        }
    }

    private func printPartner(on connection: Connection) throws {
        for subject in [CatalogSubject.parties, .banks, .contacts] {
            let rows = try Catalog.list(subject, code: code, on: connection)
            if !rows.isEmpty {
                print()
                RowOutput.print(rows, none: "")
            }
        }
        print()
        RowOutput.print(
            try Catalog.list(.accounts, code: code, on: connection),
            none: "No accounts; `didtron account import FILE` adds some.")
        print()
        RowOutput.print(
            try Catalog.list(.assignments, code: code, on: connection),
            none: "No rate cards; `didtron ratecard assign --card NAME --partner \(code)` assigns one.")
    }
}
