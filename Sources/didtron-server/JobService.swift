import Database
import Dispatch
import Jobs
import Logging
import Operations
import ServiceLifecycle
import Web

/// The worker of jobs, beside the pages.
struct JobService: Service {
    let database: Database
    let slots: Int
    let logger: Logger

    func run() async throws {
        var worker = try JobCatalog.worker(database, and: [ListExportJob()])
        worker.slots = slots
        let times = JobTimes()
        worker.report = { [logger] event in
            logger.info("Job", metadata: ["job.event": "\(event)"])
            times.note(event)
        }
        let isStopping = Signal()
        let ready = worker
        try await withGracefulShutdownHandler {
            // It blocks, so it has a thread of its own.
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try ready.run(isStopping: { isStopping.isSet }) })
                }
            }
        } onGracefulShutdown: {
            isStopping.set()
        }
    }
}
