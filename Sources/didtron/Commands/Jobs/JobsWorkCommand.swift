import ArgumentParser
import Foundation
import Jobs
import Operations

/// The worker.
struct JobsWorkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Do the jobs that are due, as they come, until stopped (Ctrl-C, SIGTERM).",
        discussion: """
            A job under way is told to stop and goes on with the next worker. A worker that is killed outright loses its jobs \
            to another as soon as their lease ends.

            Example:
              didtron jobs work --slots 4
            """)

    @Option(help: "Number of jobs at a time.")
    var slots: Int = 2

    @Option(help: "Seconds after which the job of a silent worker goes to another.")
    var lease: Int64 = 30

    @Flag(help: "End when nothing is due.")
    var once = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...64).contains(slots) else { throw ValidationError("--slots must be from 1 to 64.") }
        guard (3...3_600).contains(lease) else { throw ValidationError("--lease must be from 3 to 3600.") }
    }

    func run() throws {
        var worker = try JobCatalog.worker(try database.open())
        worker.slots = slots
        worker.leaseSeconds = lease
        worker.stopsWhenIdle = once
        worker.report = { event in
            let line = "\(ISO8601DateFormatter().string(from: .now)) \(event.text)\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
        let isStopping = Signal()
        StopSignals.onFirst { isStopping.set() }
        try worker.run(isStopping: { isStopping.isSet })
    }
}

extension Worker.Event {
    fileprivate var text: String {
        switch self {
        case .began(let job, let kind, let run): "job \(job) \(kind) began, run \(run)"
        case .ended(let job, let kind, let outcome, let message): "job \(job) \(kind) \(outcome): \(message)"
        case .lost(let job, let kind): "job \(job) \(kind) taken back from a worker that stopped without a word"
        case .failed(let reason): "the queue cannot be read, trying again: \(reason)"
        }
    }
}
