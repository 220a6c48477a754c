package import Database
package import Jobs
internal import Postgres

/// The kinds of job that this version knows, and the schedules that it comes with.
package enum JobCatalog {
    package static let handlers: [any JobHandler] = [
        BillingChangeJob(), BooksCheckJob(), BooksCloseJob(), CallMergeJob(), CallPartitionsJob(), CDRFolderJob(), CDRUploadJob(),
        DepositWatchJob(),
        EvidencePackJob(),
        HousekeepingJob(), InvoiceRunJob(), InvoiceStepJob(), SealJob(), SuspenseRatingJob(),
    ]

    /// All in UTC; a person may change them.
    package static let schedules = [
        Schedule("close-books", kind: BooksCloseJob.kind, cron: "*/5 * * * *"),
        Schedule("watch-deposits", kind: DepositWatchJob.kind, cron: "*/5 * * * *"),
        Schedule("change-billing", kind: BillingChangeJob.kind, cron: "25 * * * *"),
        Schedule("check-books", kind: BooksCheckJob.kind, cron: "10 2 * * *"),
        Schedule("call-partitions", kind: CallPartitionsJob.kind, cron: "10 * * * *"),
        Schedule("merge-calls", kind: CallMergeJob.kind, cron: "40 2 * * *"),
        Schedule("pack-evidence", kind: EvidencePackJob.kind, cron: "50 2 * * *"),
        Schedule("seal", kind: SealJob.kind, cron: "40 * * * *"),
        Schedule("clean-up", kind: HousekeepingJob.kind, cron: "20 3 * * *"),
    ]

    /// A worker for all of them; the schedules are entered where they are missing.
    package static func worker(_ database: Database) throws -> Worker {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        for schedule in schedules { try schedule.addUnlessThere(on: connection) }
        return Worker(database, handlers: handlers)
    }
}
