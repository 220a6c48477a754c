package import Acts
package import Database
package import Jobs
internal import Postgres
package import Receivables
internal import Vocabulary

/// Raises and clears the marks of deposits that run low or are overdrawn; without any that is due it enters no act.
package enum DepositWatch {
    @discardableResult
    package static func run(
        _ database: Database, by actor: Actor, from origin: String
    ) throws -> [DepositMark.Change] {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        return try DepositMark.dueEntities(on: connection).flatMap { entity in
            let request = ActRequest("deposit.mark", by: actor, from: origin, entityID: entity)
            return try Acts.perform(request, on: connection) { _ in
                try DepositMark.update(entityID: entity, on: connection)
            }
        }
    }
}

/// The same by schedule.
package struct DepositWatchJob: JobHandler {
    package static let kind = "deposit.watch"

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let changes = try DepositWatch.run(
            work.database, by: Actor(.system, Self.kind), from: "job \(work.jobID)")
        guard !changes.isEmpty else { return "No mark was due" }
        let raised = changes.filter(\.isRaised).count
        return "\(raised) raised, \(changes.count - raised) cleared"
    }
}
