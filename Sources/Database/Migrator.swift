import BillingSchema
import Foundation
package import Postgres
internal import Vocabulary

/// Brings a database to the schema of this version: applies the migrations that it lacks, in order, each once.
///
/// An applied file is known by its SHA-256, so one that was changed afterwards is refused, and so is a database which a
/// newer version has migrated.
package struct Migrator {
    private let connection: Connection
    private let files: [BillingSchema.File]

    /// `connection` is one of the user who logs in, in no transaction.
    package init(_ connection: Connection, files: [BillingSchema.File] = BillingSchema.migrations) {
        self.connection = connection
        self.files = files
    }

    /// Migrations of this version.
    package var fileCount: Int { files.count }

    /// Files that are not applied yet, in order. Throws if the applied ones are not those of this version.
    package func pending() throws -> [BillingSchema.File] {
        guard try connection.run(query: "schema_is_present").only().bool("is_present") else { return files }
        let states = try connection.run(
            query: "migration_state",
            ["paths": .texts(files.map(\.path)), "texts": .texts(files.map(\.text))])
        for state in states {
            let path = try state.string("path")
            guard try state.bool("is_known") else {
                // What comes before our last file is no later version's.
                if let last = files.last, path < last.path { throw Migrator.preRelease(path) }
                throw PostgresError(
                    .migration, "The database was migrated by a newer version (schema/\(path))",
                    reason: "migration.newer_version")
            }
            guard try !state.bool("is_changed") else {
                throw PostgresError(
                    .migration, "schema/\(path) was changed after it was applied to this database",
                    reason: "migration.changed")
            }
        }
        let pendingPaths = try Set(states.filter { try !$0.bool("is_applied") }.map { try $0.string("path") })
        let pending = files.filter { pendingPaths.contains($0.path) }
        if let first = pending.first, let later = files.last(where: { !pendingPaths.contains($0.path) }),
            later.path > first.path
        {
            throw PostgresError(
                .migration, "schema/\(first.path) is new, but schema/\(later.path) is already applied",
                reason: "migration.out_of_order")
        }
        return pending
    }

    /// Applies what is pending, each file in a transaction of its own, and returns the paths. Of two programs that
    /// migrate one database at once, the later waits and then finds nothing to do.
    @discardableResult
    package func migrate() throws -> [String] {
        try connection.execute("SELECT pg_advisory_lock(\(Migrator.lockKey))")
        defer {
            // The lock ends with the session too, should this fail.
            do { try connection.execute("RESET ROLE; SELECT pg_advisory_unlock(\(Migrator.lockKey))") } catch {}
        }
        let pending = try pending()
        guard !pending.isEmpty else { return [] }
        try createRoles()
        try connection.setRole(.owner)
        for file in pending { try apply(file) }
        return pending.map(\.path)
    }

    private static func preRelease(_ path: String) -> Refusal {
        Refusal(
            .conflict, "database.of_a_pre_release",
            "The database was made by a pre-release of didtron (schema/\(path)), which this version does not read")
    }

    private func apply(_ file: BillingSchema.File) throws {
        do {
            try connection.transaction {
                _ = try connection.execute(file.text, name: file.path)
                try connection.run(job: "record_migration", ["path": .text(file.path), "text": .text(file.text)])
            }
        } catch let error as PostgresError {
            throw named(error).adding(context: "Migrating the database")
        }
    }

    /// Roles belong to the whole cluster, where other databases may be migrating now: the server answers some of these
    /// meetings with an internal error, "tuple concurrently updated" (XX000).
    private func createRoles() throws {
        for attempt in 1... {
            do {
                try connection.run(job: "create_roles")
                return
            } catch let error as PostgresError where error.sqlState == "XX000" && attempt < 20 {
                Thread.sleep(forTimeInterval: Double.random(in: 0.01...0.1))
            } catch let error as PostgresError {
                throw named(error).adding(context: "Preparing the database")
            }
        }
    }

    private func named(_ error: PostgresError) -> PostgresError {
        guard error.sqlState == "42501" else { return error }
        var error = error
        error.reason = "server.rights"
        error.facts["roles"] = Role.allCases.map(\.rawValue).joined(separator: ", ")
        return error
    }

    /// Any number that no other program takes in this database.
    private static let lockKey: Int64 = 0x6469_6474_726f_6e01
}
