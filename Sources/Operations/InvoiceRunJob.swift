package import Acts
internal import Calendar
internal import Catalog
internal import Foundation
package import Jobs
internal import Postgres
internal import Receivables
package import Vocabulary

/// Makes the drafts of a period for whoever asked.
package struct InvoiceRunJob: JobHandler {
    package static let kind = "invoice.run"

    /// What is to be run and who asked.
    package struct Arguments: Codable, Sendable {
        /// `yyyy-mm` or `yyyy-mm-dd`.
        package var period: String
        package var partnerID: Int32?
        /// Name of whoever asked: a mail address, of a token with its beginning.
        package var userMail: String
        package var origin: String
        /// Nil = a user.
        package var actorKind: Actor.Kind?

        package init(
            period: String, partnerID: PartnerID?, userMail: String, origin: String, actorKind: Actor.Kind? = nil
        ) {
            self.period = period
            self.partnerID = partnerID?.rawValue
            self.userMail = userMail
            self.origin = origin
            self.actorKind = actorKind
        }

        var actor: Actor { Actor(actorKind ?? .user, userMail) }
    }

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let asked = try JSONDecoder().decode(Arguments.self, from: Data(work.arguments.utf8))
        guard let entityID = work.entityID, let period = BillingPeriod(asked.period) else {
            throw Refusal(.invalid, "job.arguments", "The job does not say what is to be run")
        }
        let actor = asked.actor
        work.progress.report(0, of: 2, note: "closing files that are loaded")
        try BooksClosing(work.database, by: actor, from: asked.origin).run(entityID: entityID)
        try work.progress.checkStopped()
        work.progress.report(1, of: 2, note: "making drafts")
        let connection = try work.database.connect(role: .app)
        defer { connection.close() }
        let request = ActRequest(
            "invoice.run", by: actor, from: asked.origin, entityID: entityID, key: work.requestKey("run"),
            body: Array(work.arguments.utf8))
        let results = try Acts.perform(request, on: connection) { act in
            try InvoiceRun.run(
                entityID: entityID, period: period, partnerID: asked.partnerID.map(PartnerID.init(rawValue:)),
                isDryRun: false, on: act.connection)
        }
        work.progress.report(2, of: 2)
        let drafts = results.filter { $0.outcome == .draft }
        guard !drafts.isEmpty else { return "No drafts: there was nothing to bill that no invoice has taken" }
        return "\(AmountText.count(Int64(drafts.count), "draft")) made"
    }
}
