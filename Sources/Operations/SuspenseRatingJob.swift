internal import Acts
internal import CallStore
internal import Catalog
internal import Foundation
package import Jobs
internal import Postgres
internal import StoredCalls
internal import Vocabulary

/// Rates the calls of an entity that wait for a price again, for whoever asked.
package struct SuspenseRatingJob: JobHandler {
    package static let kind = "suspense.rate"

    /// What is to be rated and who asked.
    package struct Arguments: Codable, Sendable {
        /// Why they wait, as `UnratedCall.reasons` has it; nil = any.
        package var cause: String?
        package var entityCode: String
        package var userMail: String
        package var origin: String

        package init(cause: String?, entityCode: String, userMail: String, origin: String) {
            self.cause = cause
            self.entityCode = entityCode
            self.userMail = userMail
            self.origin = origin
        }
    }

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let asked = try JSONDecoder().decode(Arguments.self, from: Data(work.arguments.utf8))
        let options = Rerating.Options(threads: ProcessInfo.processInfo.activeProcessorCount)
        var run = RerateRun(work.database, options: options, by: Actor(.user, asked.userMail), from: asked.origin)
        run.entityCode = asked.entityCode
        let progress = work.progress
        run.onProgress = { done in
            progress.report(Int64(done.units), of: Int64(done.unitsInAll), note: "rating calls")
        }
        try progress.checkStopped()
        let results = try run.apply(.suspense(reason: asked.cause))
        let changed = results.compactMap(\.account).reduce(Int64(0)) { $0 + $1.rated }
        return changed == 0
            ? "No call has a price that had none: they keep waiting"
            : "\(AmountText.count(changed, "call")) rated again"
    }
}
