import Acts
import ArgumentParser
internal import Catalog
internal import Postgres
internal import Vocabulary

/// Who acts and why, and the key by which the same command is known again.
struct ActOptions: ParsableArguments {
    @OptionGroup var actor: ActorOption

    @Option(help: ArgumentHelp("Reason, for the record.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "Key of the request: within 30 days the same command with it is done once, and answers as it did the first time.",
            valueName: "key"))
    var requestKey: String?

    func validate() throws {
        if let reason, reason.allSatisfy(\.isWhitespace) {
            throw ValidationError("--reason says why: it cannot be empty.")
        }
        if let requestKey, !(1...180).contains(requestKey.count) {
            throw ValidationError("--request-key has 1 to 180 characters.")
        }
    }

    /// Whose act a command is.
    enum Scope {
        case installation
        /// By the code that was stated; nil = of the only one.
        case entity(String?)
    }

    /// Does what the command asks as an act of its own.
    ///
    /// - Parameters:
    ///   - name: subject and verb.
    ///   - scope: whose act it is.
    ///   - content: what the command reads besides its command line: the same request has the same.
    ///   - part: of a command that is several acts.
    func perform<Answer: Codable & Sendable>(
        _ name: String, of scope: Scope = .installation, content: [UInt8] = [], part: Int? = nil,
        on connection: Connection,
        _ body: () throws -> Answer
    ) throws -> Answer {
        var request = request(name, of: scope, on: connection)
        request.key = requestKey.map { key in part.map { "\(key) \($0)" } ?? key }
        request.body = CommandOrigin.stated + [0] + content
        return try RefusedAct.unwrapped {
            try Acts.perform(request, on: connection) { _ in try RefusedAct.wrapped(body) }
        }
    }

    /// Does it and takes it back: a dry run.
    func rehearse<Answer>(
        _ name: String, of scope: Scope = .installation, on connection: Connection, _ body: () throws -> Answer
    ) throws -> Answer {
        let request = request(name, of: scope, on: connection)
        return try RefusedAct.unwrapped {
            try Acts.rehearse(request, on: connection) { _ in try RefusedAct.wrapped(body) }
        }
    }

    private func request(_ name: String, of scope: Scope, on connection: Connection) -> ActRequest {
        var entityID: EntityID?
        // An entity that there is not is refused by the act itself.
        if case .entity(let code) = scope { entityID = try? Catalog.entityID(code, on: connection) }
        return ActRequest(
            name, by: actor.actor, from: CommandOrigin.text, entityID: entityID,
            reason: reason)
    }
}

/// An error by which the body of an act says no, on its way through the act, which records it.
private struct RefusedAct: ConvertibleToRefusal {
    let cause: any Error

    var refusal: Refusal? { Refusal(.invalid, "act.refused", FailureReport.sentence(for: cause)) }

    static func wrapped<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as PostgresError {
            // The act may run again after it.
            throw error
        } catch {
            throw error is Refusal || error is any ConvertibleToRefusal ? error : RefusedAct(cause: error)
        }
    }

    static func unwrapped<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as RefusedAct { throw error.cause }
    }
}
