internal import Acts
public import CallStore
public import Database
internal import Postgres
internal import RateBook

extension BenchmarkStages {
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
            catalog = try CompiledCatalog.compile(
                entityID: source.entityID, database: database, exchange: .newest(daysMax: nil))
        }

        /// From the file to committed rows; closing and posting are not part of it. Returns the records read.
        ///
        /// - Parameter parts: what is done besides; without `.all` what is stored is good for nothing but a measurement.
        public func load(_ path: String, connections: Int, parts: LoadParts = .all) throws -> Int {
            var options = FileLoad.Options(connections: connections)
            options.parts = parts
            let request = ActRequest("cdr.load", by: Actor(.system, "workbench"), from: "benchmark")
            let load = FileLoad(database, source: source, options: options, by: request) { [catalog] _ in catalog }
            return try load.run(.file(path)).rows
        }

        /// What a command does behind a file that it has loaded: freezes its rows and brings page summaries up to date.
        public func freeze() throws {
            let connection = try database.connect(role: .loader)
            defer { connection.close() }
            for file in try connection.query("SELECT id AS file_id FROM cdr_file ORDER BY id", name: "files") {
                try CallUpkeep.freeze(fileIDs: [file.id("file_id")], in: database)
            }
        }

        /// The columns of `call` that a load writes for a usual call, as COPY names them.
        public static var callColumns: String { CallRowEncoder.plainNames }
    }
}
