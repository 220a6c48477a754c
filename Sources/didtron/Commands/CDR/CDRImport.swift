import CallRecords
internal import CallStore
internal import Database
internal import Ingest
internal import Ledger
internal import Postgres
internal import RateBook
internal import StoredCalls

/// Imports CDR files from the first byte to the books: load, close, post, freeze what was stored.
struct CDRImport {
    let database: Database
    var switchCode: String?
    var entityCode: String?
    /// Their limits come from the settings.
    var options: FileLoad.Options
    var onWait: @Sendable () -> Void = {}
    var onProgress: @Sendable (FileLoad.Progress) -> Void = { _ in }

    /// Imports one file. A file that was loaded but not closed, because the program was killed in between, is closed too.
    func run(_ input: EvidenceStore.Source) throws -> (load: FileLoad.Result, findings: FileFindings?) {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let source = try SwitchSource.find(switchCode: switchCode, entityCode: entityCode, connection)
        let database = database
        let present = try ExchangeBasis.present(connection)
        var options = options
        options.limits = try LoadLimits(connection)
        let load = FileLoad(database, source: source, options: options, onWait: onWait, onProgress: onProgress) {
            try CompiledCatalog.compile(entityID: source.entityID, database: database, exchange: $0 ?? present)
        }
        var result = try load.run(input)
        try Books.bringUpToDate(database)
        if !result.wasLoaded { try CallUpkeep.freeze(fileID: result.account.fileID, in: database) }
        result.account = try FileAccount.of(fileID: result.account.fileID, connection)
        let application = try database.connect(role: .app)
        defer { application.close() }
        return (result, try FileFindings.of(fileID: result.account.fileID, on: application))
    }
}
