public import Postgres

extension Workbench {
    /// A catalog compiled once, to load files with as `didtron cdr import` does.
    public struct Loader: Sendable {
        let database: Database
        let source: SwitchSource
        let catalog: CompiledCatalog

        public init(_ database: Database) throws {
            self.database = database
            let connection = try database.connect(role: .loader)
            defer { connection.close() }
            source = try SwitchSource.find(switchCode: nil, entityCode: nil, connection)
            catalog = try CompiledCatalog.compile(entityID: source.entityID, database: database)
        }

        /// From the file to committed rows; closing and posting are not part of it. Returns the records read.
        public func load(_ path: String, connections: Int) throws -> Int {
            let options = FileLoad.Options(connections: connections)
            let load = FileLoad(database, source: source, options: options) { [catalog] in catalog }
            return try load.run(.file(path)).rows
        }

        /// The first step of a load alone: the copy of the file, its SHA-256, and the way to the disk.
        public func receive(_ path: String) throws {
            try EvidenceStore(folder: database.home.evidence).receive(.file(path)).synchronize()
        }
    }
}
