internal import Postgres
import RateCards
import Rating

/// Reads the rates of stored versions by binary COPY: some 200,000 in a quarter of a second.
enum StoredRates {
    /// Whose names of destinations a sheet has.
    enum Naming: String {
        /// The card's own.
        case card = "card_destination_id"
        /// Those of the master list.
        case master = "destination_id"
    }

    /// A version as a sheet; the `id` of a rate is the stored one's.
    static func sheet(
        _ version: RateCardVersion, naming: Naming = .card, on connection: Connection
    ) throws -> RateSheet {
        var names = NameTable()
        var nameIndices: [Int32: Int32] = [:]
        let rows = try connection.run(
            query: naming == .card ? "card_names_of_version" : "master_names_of_version",
            ["version_id": .id(version.id)])
        for row in rows {
            nameIndices[try row.narrow("id")] = names.index(of: Array(try row.string("name").utf8)[...])
        }
        let stored = try rates(version, naming: naming, names: &names, on: connection)
        var sheet = RateSheet(rates: stored, names: names)
        for index in sheet.rates.indices {
            guard let name = nameIndices[sheet.rates[index].destination] else {
                throw PostgresError(
                    .unexpectedResult, "A rate of version \(version.number) has a destination without a name")
            }
            sheet.rates[index].destination = name
        }
        sheet.sortRates()
        return sheet
    }

    private static func rates(
        _ version: RateCardVersion, naming: Naming, names: inout NameTable, on connection: Connection
    ) throws -> [Rate] {
        var rates: [Rate] = []
        rates.reserveCapacity(Int(version.rates))
        var terms = CompactTerms()
        // COPY takes no parameters, so that the id goes by a setting of the session.
        try connection.query(
            "SELECT set_config('didtron.version_id', $1::integer::text, false)", [.id(version.id)], name: "set_version"
        )
        try unsafe connection.copyOutBinary(
            """
            COPY (SELECT id, \(naming.rawValue), initial_s, increment_s, minimum_s, effective_from, effective_to,
                    nanos_per_minute, setup_fee_nanos, blocked, prefix,
                    \(CompactTerms.expression), \(CompactVariant.expression)
                FROM rate WHERE version_id = current_setting('didtron.version_id')::integer)
            TO STDOUT (FORMAT binary)
            """, columns: 13
        ) { row in
            guard let rate = unsafe rate(&row, &terms, &names) else {
                throw PostgresError(.unexpectedResult, "A rate of version \(version.number) cannot be read back")
            }
            rates.append(rate)
        }
        return rates
    }

    /// The columns in the order of the SELECT list; nil where one is missing.
    private static func rate(
        _ row: inout BinaryRow, _ terms: inout CompactTerms, _ names: inout NameTable
    ) -> Rate? {
        guard let id = unsafe row.int32(), let destination = unsafe row.int32(), let initial = unsafe row.int32(),
            let increment = unsafe row.int32(), let minimum = unsafe row.int32(), let from = unsafe row.instantMicros(),
            let to = unsafe row.instantMicros(), let nanos = unsafe row.int64(), let setup = unsafe row.int64(),
            let blocked = unsafe row.bool(), let digits = unsafe row.bytes(), let prefix = unsafe Prefix(digits)
        else { return nil }
        var rate = Rate(prefix: prefix, id: id, destination: destination)
        rate.initialSeconds = initial
        rate.incrementSeconds = increment
        rate.minimumSeconds = minimum
        rate.effectiveFromMicros = from
        rate.effectiveToMicros = to
        rate.nanosPerMinute = nanos
        rate.setupFeeNanos = setup
        rate.blocked = blocked
        if let text = unsafe row.bytes() {
            guard let special = unsafe terms.terms(of: String(decoding: text, as: UTF8.self)) else { return nil }
            rate.terms = special
        }
        if let text = unsafe row.bytes() {
            guard let variant = unsafe CompactVariant(String(decoding: text, as: UTF8.self)) else { return nil }
            rate.variant = VariantName(variant).numbered(in: &names)
        }
        return rate
    }
}
