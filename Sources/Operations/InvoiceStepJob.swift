internal import Acts
internal import Catalog
internal import Foundation
package import Jobs
internal import Postgres
internal import Receivables
package import Vocabulary

/// Approves or issues many invoices for whoever asked, some hundreds an act.
package struct InvoiceStepJob: JobHandler {
    package static let kind = "invoice.step"

    package enum Step: String, Codable, Sendable {
        case approve, issue
    }

    package struct Arguments: Codable, Sendable {
        package var step: Step
        package var invoiceIDs: [DocumentID]
        package var keepsPrices: Bool
        package var leavesEarlier: Bool
        package var userMail: String
        package var origin: String

        package init(
            step: Step, invoiceIDs: [DocumentID], keepsPrices: Bool, leavesEarlier: Bool, userMail: String,
            origin: String
        ) {
            self.step = step
            self.invoiceIDs = invoiceIDs
            self.keepsPrices = keepsPrices
            self.leavesEarlier = leavesEarlier
            self.userMail = userMail
            self.origin = origin
        }
    }

    private static let invoicesAnAct = 250

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let asked = try JSONDecoder().decode(Arguments.self, from: Data(work.arguments.utf8))
        let connection = try work.database.connect(role: .app)
        defer { connection.close() }
        let answers = InvoiceAnswers(keepsPrices: asked.keepsPrices, leavesEarlier: asked.leavesEarlier)
        var done = 0
        for start in stride(from: 0, to: asked.invoiceIDs.count, by: Self.invoicesAnAct) {
            try work.progress.checkStopped()
            let ids = Array(asked.invoiceIDs[start..<min(start + Self.invoicesAnAct, asked.invoiceIDs.count)])
            let request = ActRequest(
                "invoice.\(asked.step.rawValue)", by: Actor(.user, asked.userMail), from: asked.origin,
                entityID: work.entityID, key: work.requestKey("\(start)"), body: Array("\(ids)".utf8))
            done += try Acts.perform(request, on: connection) { act in
                switch asked.step {
                case .approve: try InvoiceSteps.approve(ids, confirming: answers, on: act.connection).count
                case .issue: try InvoiceSteps.issue(ids, confirming: answers, on: act.connection).count
                }
            }
            work.progress.report(Int64(start + ids.count), of: Int64(asked.invoiceIDs.count))
        }
        return "\(AmountText.count(Int64(done), "invoice")) \(asked.step == .approve ? "approved" : "issued")"
    }
}
