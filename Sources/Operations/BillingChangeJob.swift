package import Acts
package import Database
package import Jobs
internal import Postgres
package import Receivables
internal import Vocabulary

/// Makes the changes of payment mode whose day has come; without any it enters no act.
package enum BillingChanges {
    @discardableResult
    package static func makeDue(
        _ database: Database, by actor: Actor, from origin: String
    ) throws -> [BillingChange.Made] {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        return try BillingChange.dueEntities(on: connection).flatMap { entity in
            // What was loaded of the days before is taken from the deposit first.
            try BooksClosing(database, by: actor, from: origin).run(entityID: entity)
            let request = ActRequest("billing.change", by: actor, from: origin, entityID: entity)
            return try Acts.perform(request, on: connection) { _ in
                try BillingChange.makeDue(entityID: entity, partnerID: nil, on: connection)
            }
        }
    }
}

/// The same by schedule.
package struct BillingChangeJob: JobHandler {
    package static let kind = "billing.change"

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let made = try BillingChanges.makeDue(work.database, by: Actor(.system, Self.kind), from: "job \(work.jobID)")
        guard !made.isEmpty else { return "No change was due" }
        return "Changed: \(made.map(\.change.partner).joined(separator: ", "))"
    }
}
