package import CallRecords
package import Database
import Glibc
package import Postgres
package import Rating
import Synchronization
internal import Threads
package import Vocabulary

/// The catalog of one entity, compiled for rating: accounts, the cards assigned to their partners, and the versions of
/// these cards, at the moment at which it was read.
package struct CompiledCatalog: Sendable {
    package let entityID: EntityID
    /// Parties carry partner and product ids of the database, and indices into `zones` and `currencies`; rates carry their
    /// ids and master destination ids.
    package let tariff: Tariff
    /// Billing zones of the partners.
    package let zones: [ZoneOffsets]
    package let zoneNames: [String]
    /// Currencies of the agreements, in which amounts are, and of cards.
    package let currencies: [String]
    /// SHA-256 of everything that decides a price, apart from exchange rates: by equal ones, equal hashes rate alike.
    package let hash: [UInt8]
    /// The card version of each deck of the tariff.
    let deckVersions: [CardVersionID]
    /// The exchange rates in the tariff; by default none.
    package var exchange = ExchangeBasis.none

    /// Reads and compiles the catalog over as many connections as there are cores and versions.
    ///
    /// - Parameters:
    ///   - exchange: by which exchange rates calls are converted.
    ///   - looksUpUnanswered: whether calls of zero seconds get their destinations, as rows in the database do.
    ///   - known: returned where it is still what compiling would give: small files that follow one another share it.
    ///   - held: a connection to read the catalog over, in no transaction; nil = one of its own.
    /// - Throws: `PostgresError`; `Refusal` where a billing zone is unknown on this machine, `LoadError` where rates
    ///   contradict each other.
    package static func compile(
        entityID: EntityID, database: Database, exchange: ExchangeBasis, looksUpUnanswered: Bool = true,
        unlessChanged known: CompiledCatalog? = nil, over held: Connection? = nil
    ) throws -> CompiledCatalog {
        let connection = try held ?? database.connect(role: .loader)
        defer { if held == nil { connection.close() } }
        let sources = try connection.transaction {
            try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return try CatalogSources(entityID: entityID, exchange: exchange, on: connection)
        }
        if let known, known.entityID == entityID, known.hash == sources.hash, known.exchange == sources.exchange {
            return known
        }
        // Rates of a version never change once it is there, so that they may be read later and over other connections.
        let builder = Mutex(
            (tariff: Tariff.Builder(looksUpUnanswered: looksUpUnanswered), decks: [CardVersionID: Int32]()))
        let rateCounts = sources.rateCounts
        builder.withLock { $0.tariff.reserveCapacity(rateCounts.values.reduce(0, +)) }
        // Taken from the end: the largest first, so that no worker is left with one while the others have nothing to do.
        let versions = Mutex(
            sources.versionIDs.sorted { (rateCounts[$0] ?? 0, $1) < (rateCounts[$1] ?? 0, $0) })
        let count = min(sources.versionIDs.count, max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))
        try WorkerThreads.run(count) { _ in
            let connection = try database.connect(role: .loader)
            defer { connection.close() }
            while let version = versions.withLock({ $0.popLast() }) {
                guard let card = sources.cardSettings[version] else { continue }
                var names = card.names
                let rates = try RateRows.read(
                    versionID: version, count: rateCounts[version] ?? 0, names: &names, on: connection)
                try builder.withLock {
                    $0.decks[version] = try $0.tariff.addDeck(rates, settings: card.settings)
                }
            }
        }
        return try builder.withLock { builder in
            let zones = try sources.zones()
            try sources.addParties(to: builder.tariff, decks: builder.decks, zones: zones)
            return CompiledCatalog(
                entityID: entityID, tariff: try builder.tariff.build(references: sources.references(zones: zones)),
                zones: zones, zoneNames: sources.zoneNames, currencies: sources.currencies, hash: sources.hash,
                deckVersions: builder.decks.sorted { $0.value < $1.value }.map(\.key), exchange: sources.exchange)
        }
    }
}
