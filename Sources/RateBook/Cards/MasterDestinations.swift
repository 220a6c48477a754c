internal import Database
internal import Postgres
import RateCards
import Rating

/// The destination of the master list of each rate of a sheet: that of the longest prefix of the list that begins the rate's.
struct MasterDestinations {
    /// In the order of the rates; 0 = no prefix of the list begins the rate's.
    let ids: [Int32]

    /// Rates of one name that belong to one destination.
    struct Count {
        /// Index into the names of the sheet.
        let name: Int
        /// 0 = none.
        let destinationID: Int32
        let rates: Int
    }

    /// Reads the list, and goes through both in the order of prefixes, once.
    init(of sheet: RateSheet, on connection: Connection) throws {
        let list = try MasterDestinations.list(on: connection)
        var ids = [Int32](repeating: 0, count: sheet.rates.count)
        /// Prefixes of the list that begin the current one, the longest last.
        var open: [(prefix: Prefix, id: Int32)] = []
        var at = 0
        for index in sheet.rates.indices {
            let prefix = sheet.rates[index].prefix
            if index > 0, sheet.rates[index - 1].prefix == prefix {
                ids[index] = ids[index - 1]
                continue
            }
            while at < list.count, list[at].prefix <= prefix {
                while let last = open.last, !list[at].prefix.begins(with: last.prefix) { open.removeLast() }
                open.append(list[at])
                at += 1
            }
            while let last = open.last, !prefix.begins(with: last.prefix) { open.removeLast() }
            ids[index] = open.last?.id ?? 0
        }
        self.ids = ids
    }

    private static func list(on connection: Connection) throws -> [(prefix: Prefix, id: Int32)] {
        var list: [(prefix: Prefix, id: Int32)] = []
        try unsafe connection.copyOutBinary(
            "COPY destination_prefix (prefix, destination_id) TO STDOUT (FORMAT binary)", columns: 2
        ) { row in
            guard let digits = unsafe row.bytes(), let prefix = unsafe Prefix(digits), let id = unsafe row.int32()
            else {
                throw PostgresError(.unexpectedResult, "A prefix of the master list cannot be read back")
            }
            list.append((prefix, id))
        }
        list.sort { $0.prefix < $1.prefix }
        return list
    }

    /// Gives rates without a name that of the master list, or one of their prefix.
    func nameTheNameless(of sheet: inout RateSheet, on connection: Connection) throws {
        let empty = (0..<sheet.names.count).first { sheet.names[$0].isEmpty }
        guard let empty, sheet.rates.contains(where: { $0.destination == Int32(empty) }) else { return }
        var names: [Int32: [UInt8]] = [:]
        let wanted = Set(ids).subtracting([0]).map(Int64.init)
        for row in try connection.run(query: "destination_names", ["ids": .ints(wanted)]) {
            names[try row.narrow("id")] = Array(try row.string("name").utf8)
        }
        for index in sheet.rates.indices where sheet.rates[index].destination == Int32(empty) {
            let name = names[ids[index]] ?? Array("Prefix \(sheet.rates[index].prefix)".utf8)
            sheet.rates[index].destination = sheet.names.index(of: name[...])
        }
    }

    /// How many rates of each name belong where, by name.
    func counts(of sheet: RateSheet) -> [Count] {
        var counts: [UInt64: Int] = [:]
        for (rate, id) in zip(sheet.rates, ids) {
            counts[UInt64(UInt32(bitPattern: rate.destination)) << 32 | UInt64(UInt32(bitPattern: id)), default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { key, rates in
            Count(name: Int(key >> 32), destinationID: Int32(truncatingIfNeeded: key), rates: rates)
        }
    }
}

/// What the names of a sheet are in the database.
struct CardDestinations {
    struct Entry {
        /// Of the card's own list of names.
        var cardDestinationID: Int32
        /// Of the master list.
        var destinationID: Int32
        /// A person said so, for every rate of the name.
        var isReviewed: Bool
    }

    /// By the index of the name; nil = no rate has it.
    private var entries: [Entry?]

    /// - Parameter rows: of `names` in schema/jobs/add_card_version.sql.
    init(of names: NameTable, _ rows: Rows) throws {
        // By bytes, since texts that Swift takes for one may be two for the database.
        var byName: [[UInt8]: Entry] = [:]
        for row in rows {
            byName[Array(try row.string("name").utf8)] = Entry(
                cardDestinationID: try row.narrow("card_destination_id"),
                destinationID: try row.narrow("destination_id"),
                isReviewed: try row.bool("is_reviewed"))
        }
        entries = (0..<names.count).map { byName[Array(names[$0])] }
    }

    subscript(name: Int32) -> Entry? { entries[Int(name)] }
}
