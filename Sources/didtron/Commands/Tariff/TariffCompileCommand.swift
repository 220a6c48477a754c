import ArgumentParser
internal import Catalog
import Contracts
internal import Files
import Foundation
import Operations
internal import RateBook
import Rating

/// Compiles a tariff and saves it.
struct TariffCompileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile",
        abstract: "Compile a tariff into a file.",
        discussion: """
            From the three files of `didtron rate`, or without them from the cards and accounts in the database. The file \
            takes the place of an older one once it is complete; workers that have the older one mapped keep it.

            Examples:
              didtron tariff compile --output tariff.bin
              didtron tariff compile --rates rates.csv --customers customers.csv \\
                --suppliers suppliers.csv --output tariff.bin
            """)

    @OptionGroup var files: RateFiles

    @Option(help: ArgumentHelp("The entity whose cards and accounts in the database are meant.", valueName: "code"))
    var entity: String?

    @Option(help: ArgumentHelp("The compiled tariff goes here.", valueName: "path"))
    var output: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard output != "-" else {
            throw ValidationError("A compiled tariff is mapped, so it needs a file: name one with --output.")
        }
        if try files.chosen() != nil, entity != nil {
            throw ValidationError("--entity is about the database; leave it out where the rates come from files.")
        }
    }

    func run() throws {
        var (tariff, facts) = try compiled()
        facts.program = Didtron.configuration.version
        facts.compiledAtMicros = Int64((Date().timeIntervalSince1970 * 1_000_000).rounded())
        let bytes = try TariffFile.save(tariff, facts: facts, to: output)
        let report = TariffReport(path: output, bytes: bytes, tariff: tariff, facts: facts)
        if printing.json { try JSONOutput.print(JSON.TariffFile(report)) } else { print(report.text, terminator: "") }
    }

    private func compiled() throws -> (Tariff, TariffFacts) {
        if let chosen = try files.chosen() {
            let tables = try RateTables(
                rates: chosen.rates, customers: chosen.customers, suppliers: chosen.suppliers, variants: files.variants)
            for warning in tables.warnings { try FileDescriptor.standardError.write("didtron: \(warning)\n") }
            var facts = TariffFacts()
            facts.source = "files \(chosen.rates), \(chosen.customers), \(chosen.suppliers)"
            facts.hash = tables.hash
            facts.decks = tables.decks
            facts.destinations = tables.destinations
            return (tables.tariff, facts)
        }
        let database = try database.open()
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let id = try Catalog.entityID(entity, on: connection)
        let catalog = try CompiledCatalog.compile(
            entityID: id, database: database, exchange: ExchangeBasis.present(connection), looksUpUnanswered: false)
        let code = try entity ?? Catalog.list(.entities, on: connection).first?.string("entity") ?? "\(id)"
        return (catalog.tariff, try catalog.facts(entity: code, on: connection))
    }
}
