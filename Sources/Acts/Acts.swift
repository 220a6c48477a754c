internal import Database
import Foundation
package import Postgres
package import Vocabulary

/// The way to change the state of the business: the change, the act and its request key in one transaction.
///
/// Locks are taken in one order everywhere: request key, entity, documents by id, series, balances by id.
package enum Acts {
    /// Does what is asked, or gives the answer of the first time where the key was used before.
    ///
    /// `body` changes the database through `connection` alone; it runs again from its beginning after a deadlock, a
    /// serialization failure, or where a month of the books had to be made first. Where it throws what is a refusal
    /// (`Refusal.init(_:)`, so also what SQL and constraints refuse), nothing of it stays but the record that it was refused.
    ///
    /// - Throws: `Refusal` with reason `act.key_used_otherwise` where the key came with another request before, and
    ///   `act.under_way` where an act of that key has begun and not ended; whatever `body` throws.
    package static func perform<Answer: Codable & Sendable>(
        _ request: ActRequest, on connection: Connection, _ body: (Act) throws -> Answer
    ) throws -> Answer {
        do {
            return try connection.transactionMakingMonths {
                let begun = try begin(request, isLong: false, on: connection)
                switch begun {
                case .repeated(let answer):
                    return try decoded(answer)
                case .new(let id):
                    let answer = try body(Act(id: id, request: request, connection: connection))
                    if request.key != nil { try keep(answer, of: id, on: connection) }
                    return answer
                }
            }
        } catch {
            throw try recorded(error, request, on: connection)
        }
    }

    /// Does what is asked and takes all of it back, the act itself included: what the answer would be.
    package static func rehearse<Answer>(
        _ request: ActRequest, on connection: Connection, _ body: (Act) throws -> Answer
    ) throws -> Answer {
        var request = request
        request.key = nil
        var answer: Answer?
        do {
            let _: Never = try connection.transactionMakingMonths {
                guard case .new(let id) = try begin(request, isLong: false, on: connection) else {
                    preconditionFailure("an act without a key is never a repeated one")
                }
                answer = try body(Act(id: id, request: request, connection: connection))
                throw TakenBack()
            }
        } catch is TakenBack {
            guard let answer else { preconditionFailure("what is taken back has been answered") }
            return answer
        } catch {
            throw try recorded(error, request, on: connection)
        }
    }

    /// Begins an act of several transactions by which rows are known again, such as a file that is loaded: `first` writes them
    /// in the transaction that enters the act, so that nothing is begun of which there is no trace.
    package static func begin<Value>(
        _ request: ActRequest, on connection: Connection, _ first: (ActID) throws -> Value
    ) throws -> (id: ActID, value: Value) {
        precondition(request.key == nil, "what is known again by its rows has no key")
        return try connection.transactionMakingMonths {
            guard case .new(let id) = try begin(request, isLong: true, on: connection) else {
                preconditionFailure("an act without a key is never a repeated one")
            }
            return (id, try first(id))
        }
    }

    /// Runs a transaction of an act that has begun and not ended.
    package static func goOn<Value>(_ id: ActID, on connection: Connection, _ body: () throws -> Value) throws -> Value
    {
        try connection.transactionMakingMonths {
            try connection.query(
                """
                SELECT set_config('didtron.act_id', $1, true),
                    CASE WHEN $2::boolean THEN set_config('didtron.months_apart', 'on', true) END
                """,
                [.text("\(id)"), .bool(connection.makesMonthsApart)], name: "set_act")
            return try body()
        }
    }

    /// Records that what was asked was refused before it began, where the error is a refusal; gives the error back.
    package static func recorded(
        _ error: any Error, _ request: ActRequest, on connection: Connection
    ) throws -> any Error {
        guard let refusal = refusal(in: error) else { return error }
        var parameters = parameters(request)
        parameters["refusal"] = .text(try json(refusal))
        try connection.transactionRetrying { _ = try connection.run(job: "record_refused_act", parameters) }
        return error
    }

    /// Begins an act that takes several transactions, a load or a re-rate: its id goes on what it writes, and `end` ends it.
    ///
    /// Nil where an act with the request's key is done already. One that has begun and not ended is taken up again: whatever
    /// killed it, the same request goes on.
    package static func beginLong(_ request: ActRequest, on connection: Connection) throws -> ActID? {
        try connection.transactionRetrying {
            switch try row(request, isLong: true, on: connection) {
            case let row where try !row.bool("is_repeated"):
                return ActID(try row.int("act_id"))
            case let row:
                guard try row.bool("is_same_body") else { throw keyUsedOtherwise(request) }
                return try row.string("outcome") == "begun" ? ActID(try row.int("act_id")) : nil
            }
        }
    }

    /// Ends an act that was begun before; harmless where it has ended.
    package static func end(_ id: ActID, refusal: Refusal? = nil, on connection: Connection) throws {
        try connection.run(
            job: "end_act",
            [
                "act_id": .int(id.rawValue), "outcome": refusal == nil ? "done" : "refused",
                "refusal": .optional(try refusal.map(json)),
            ])
    }

    // MARK: - Steps

    private struct TakenBack: Error {}

    private enum Begun {
        case new(ActID)
        /// The answer as JSON; nil where none was kept.
        case repeated(String?)
    }

    private static func begin(_ request: ActRequest, isLong: Bool, on connection: Connection) throws -> Begun {
        let row = try row(request, isLong: isLong, on: connection)
        guard try row.bool("is_repeated") else { return .new(ActID(try row.int("act_id"))) }
        guard try row.bool("is_same_body") else { throw keyUsedOtherwise(request) }
        guard try row.string("outcome") == "done" else {
            throw Refusal(
                .busy, "act.under_way", "The same request is being carried out", facts: ["act": request.name])
        }
        return .repeated(try row.optionalString("answer"))
    }

    private static func row(_ request: ActRequest, isLong: Bool, on connection: Connection) throws -> Row {
        var parameters = parameters(request)
        parameters["is_long"] = .bool(isLong)
        parameters["months_apart"] = .bool(connection.makesMonthsApart)
        parameters["key"] = .optional(request.key)
        parameters["body"] = .bytes(request.body)
        return try connection.run(job: "begin_act", parameters).rows.only()
    }

    private static func parameters(_ request: ActRequest) -> [String: Value] {
        [
            "kind": .text(request.actor.kind.rawValue), "actor": .text(request.actor.name),
            "entity_id": .optional(request.entityID?.rawValue), "name": .text(request.name),
            "origin": .text(request.origin), "reason": .optional(request.reason),
        ]
    }

    private static func keep(_ answer: some Encodable, of id: ActID, on connection: Connection) throws {
        let json = String(decoding: try JSONEncoder().encode(Kept(value: answer)), as: UTF8.self)
        try connection.run(job: "answer_act", ["act_id": .int(id.rawValue), "answer": .text(json)])
    }

    private static func decoded<Answer: Decodable>(_ answer: String?) throws -> Answer {
        try JSONDecoder().decode(Kept<Answer>.self, from: Data((answer ?? "{}").utf8)).value
    }

    private static func refusal(in error: any Error) -> Refusal? {
        // What says that the database is out of reach cannot be recorded in it.
        Refusal(error).flatMap { $0.code == .unavailable ? nil : $0 }
    }

    private static func json(_ refusal: Refusal) throws -> String {
        struct Recorded: Encodable {
            let code, reason, message: String
            let facts: [String: String]
            let place: Refusal.Place?
        }
        let recorded = Recorded(
            code: refusal.code.rawValue, reason: refusal.reason, message: refusal.message, facts: refusal.facts,
            place: refusal.place)
        return String(decoding: try JSONEncoder().encode(recorded), as: UTF8.self)
    }

    private static func keyUsedOtherwise(_ request: ActRequest) -> Refusal {
        Refusal(
            .conflict, "act.key_used_otherwise", "The request key was used before for another request",
            facts: ["act": request.name, "key": request.key ?? ""])
    }
}

/// An answer in a field, because a bare number or text is no JSON object.
private struct Kept<Value> { let value: Value }
extension Kept: Encodable where Value: Encodable {}
extension Kept: Decodable where Value: Decodable {}
