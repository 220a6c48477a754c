package import CallStore
internal import Database
package import Postgres
package import Rating
package import Vocabulary

/// Says whose calls in suspense are, where their records name nobody or somebody else.
package struct SuspenseCorrection: Sendable {
    package var side: Side
    /// By which they are rated from now on.
    package var account: String
    /// Only these calls; empty = all that fit the rest.
    package var calls: [CallAddress] = []
    /// Only calls of this file.
    package var fileID: CallFileID?
    /// Only calls that have this account now; empty = that have none.
    package var stated: String?
    package var entityID: EntityID?

    package init(side: Side, account: String) {
        self.side = side
        self.account = account
    }

    package struct Result: Sendable, Codable {
        /// Calls whose account is another one now.
        package var calls: Int64
        package var seconds: String
    }

    /// Inside an act.
    ///
    /// - Throws: `Refusal` where the account is not known on that side, or a call that was named does not wait there.
    package func apply(on connection: Connection) throws -> Result {
        for call in calls {
            let isWaiting = try connection.run(
                query: "waiting_side",
                [
                    "chunk_id": .id(call.chunkID), "ordinal": .int(Int64(call.ordinal)),
                    "side": .text(side.name),
                ]
            ).only().bool("is_waiting")
            guard isWaiting else {
                throw Refusal(
                    .conflict, "call.does_not_wait", "The \(side.name) side of call \(call) does not wait for a price",
                    facts: ["call": "\(call)"])
            }
        }
        let row = try connection.run(
            job: "correct_suspense",
            [
                "side": .text(side.name), "account": .text(account),
                "chunk_ids": calls.isEmpty ? .null : .ids(calls.map(\.chunkID)),
                "ordinals": calls.isEmpty ? .null : .ints(calls.map { Int64($0.ordinal) }),
                "file_id": .optional(fileID), "stated": .optional(stated), "entity_id": .optional(entityID),
            ]
        ).rows.only()
        if let entities = try row.optionalString("entities_without") {
            throw Refusal(
                .notFound, "account.not_known",
                "Account \(account) is not known on the \(side.name) side of entity \(entities)",
                facts: ["account": account, "side": side.name])
        }
        return Result(calls: try row.int("calls"), seconds: try row.string("seconds"))
    }
}
