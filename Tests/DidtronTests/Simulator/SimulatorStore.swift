import Database
import Postgres
import Glibc

/// What a reader of the database can tell.
struct SimulatorStore {
    let database: Database

    /// A file that is not loaded to its end, or whose undo has not ended.
    struct Unfinished {
        var entity: String
        /// Seconds since 1970 of the earliest call that is in; nil = none is.
        var firstAt: Int?
    }

    func files() throws -> [StoredFile] {
        try query(
            """
            SELECT cdr_file.id, cdr_file.name, entity.code AS entity, kind, chunks IS NOT NULL AS is_finished,
                COALESCE((SELECT sum(rows_read) FROM chunk WHERE file_id = cdr_file.id), 0)::bigint AS rows,
                undo_act_id IS NOT NULL AS is_taken_back, undone_at IS NOT NULL AS is_undone, source_file_id, undone_for_id
            FROM cdr_file JOIN entity ON entity.id = entity_id
            ORDER BY cdr_file.id
            """
        ).map {
            try StoredFile(
                id: Int($0.int("id")), name: $0.string("name"), entity: $0.string("entity"), kind: $0.string("kind"),
                rows: Int($0.int("rows")), isFinished: $0.bool("is_finished"), isTakenBack: $0.bool("is_taken_back"),
                isUndone: $0.bool("is_undone"),
                sourceID: $0.string("kind") == "received" ? $0.optionalInt("source_file_id").map(Int.init) : nil,
                undoneForID: $0.optionalInt("undone_for_id").map(Int.init))
        }
    }

    func unfinished() throws -> [Unfinished] {
        try query(
            """
            SELECT entity.code AS entity, floor(extract(epoch FROM min_start_at))::bigint AS first_at
            FROM unfinished_file JOIN entity ON entity.id = entity_id
            """
        ).map { try Unfinished(entity: $0.string("entity"), firstAt: $0.optionalInt("first_at").map(Int.init)) }
    }

    /// Calls that a batch of re-rated calls has revised behind a chunk, by start and called number, and its last chunk.
    func revised(by batch: Int, behind chunk: Int) throws -> (calls: Set<String>, lastChunk: Int) {
        let connection = try database.connect(role: .reporter)
        defer { connection.close() }
        let rows = try connection.query(
            """
            SELECT floor(extract(epoch FROM start_at))::bigint AS start_at, called, chunk_id
            FROM call JOIN chunk ON chunk.id = chunk_id
            WHERE file_id = $1::integer AND chunk_id > $2::integer AND call.kind = 'p'
            """, [.int(Int64(batch)), .int(Int64(chunk))])
        return try (
            Set(rows.map { try "\($0.int("start_at")) \($0.int("called"))" }),
            rows.map { try Int($0.int("chunk_id")) }.max() ?? chunk
        )
    }

    /// Charges of numbers of an entity.
    func chargeCount(_ entity: String) throws -> Int {
        let connection = try database.connect(role: .reporter)
        defer { connection.close() }
        return Int(
            try connection.query(
                "SELECT count(*) AS number FROM did_charge WHERE entity_id = (SELECT id FROM entity WHERE code = $1)",
                [.text(entity)]
            ).only().int("number"))
    }

    /// Accounts of received files, by id.
    func accounts() throws -> [Int: ModelFile.Account] {
        try Dictionary(
            uniqueKeysWithValues: query(
                """
                SELECT file_id, sum(rows_read)::bigint AS read, sum(rated)::bigint AS rated,
                    sum(unrated)::bigint AS unrated, sum(duplicates)::bigint AS duplicates,
                    sum(changed)::bigint AS changed, sum(rejected)::bigint AS rejected
                FROM chunk JOIN cdr_file ON cdr_file.id = file_id
                WHERE kind = 'received' GROUP BY 1
                """
            ).map {
                try (
                    Int($0.int("file_id")),
                    ModelFile.Account(
                        read: Int($0.int("read")), rated: Int($0.int("rated")), unrated: Int($0.int("unrated")),
                        duplicates: Int($0.int("duplicates")), changed: Int($0.int("changed")),
                        rejected: Int($0.int("rejected")))
                )
            })
    }

    /// Of all partner accounts, as the model has them.
    func balances() throws -> [String] {
        try query(
            """
            SELECT type, partner.code, currency, balance_micros
            FROM account_balance
                JOIN ledger_account ON ledger_account.id = account_id
                JOIN partner ON partner.id = partner_id
            WHERE balance_micros <> 0
            """
        ).map { try "\($0.string("type")) \($0.string("code")) \($0.string("currency")) \($0.int("balance_micros"))" }
            .sorted()
    }

    /// Waits until the server has ended what a killed program had asked for.
    func awaitSilence() throws {
        let connection = try database.connect()
        defer { connection.close() }
        for _ in 0..<600 {
            let others = try connection.query(
                """
                SELECT count(*) AS number FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                """
            ).only().int("number")
            if others == 0 { return }
            usleep(50_000)
        }
        throw Simulator.Difference(description: "The server still works for a program that was killed 30 s ago")
    }

    private func query(_ sql: String) throws -> Rows {
        let connection = try database.connect(role: .reporter)
        defer { connection.close() }
        return try connection.query(sql)
    }
}
