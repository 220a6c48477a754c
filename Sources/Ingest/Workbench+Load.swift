public import Postgres

extension Workbench {
    /// A catalog compiled once, to load files with as `didtron cdr import` does.
    public struct Loader: Sendable {
        let database: Database
        let source: SwitchSource
        let tariff: LoadTariff

        public init(_ database: Database) throws {
            self.database = database
            let connection = try database.connect(role: .loader)
            defer { connection.close() }
            source = try SwitchSource.find(switchCode: nil, entityCode: nil, connection)
            let catalog = try CompiledCatalog.compile(entityID: source.entityID, database: database)
            tariff = LoadTariff(
                tariff: catalog.tariff, zones: catalog.zones, currencies: catalog.currencies, hash: catalog.hash)
        }

        /// From the file to committed rows; closing and posting are not part of it. Returns the records read.
        public func load(_ path: String, threads: Int) throws -> Int {
            let load = FileLoad(database, source: source, options: FileLoad.Options(threads: threads)) { [tariff] _ in
                tariff
            }
            return try load.run(.file(path)).rows
        }

        /// The first step of a load alone: the copy of the file, its SHA-256, and the way to the disk.
        public func receive(_ path: String) throws {
            try EvidenceStore(folder: database.home.evidence).receive(.file(path)).synchronize()
        }
    }
}
