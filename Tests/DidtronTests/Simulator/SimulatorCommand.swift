/// A command that may be killed, refused, or played beside another.
enum SimulatorCommand {
    case load(entity: String, name: String)
    case undo(entity: String, file: Int)
    case rerate(ModelBooks.RerateScope)
    case run(entity: String, month: (String, String))
    case step(String, ids: [Int64])
    case charge(entity: String, month: (String, String))
    case post

    static let states = ["approve": "approved", "issue": "issued", "void": "void"]

    /// As the list of acts has it.
    var text: String {
        switch self {
        case .load(let entity, let name): "import \(name) (\(entity))"
        case .undo(let entity, let file): "undo file \(file) (\(entity))"
        case .rerate(let scope): "re-rate \(scope.partner ?? scope.card ?? "all") (\(scope.entity))"
        case .run(let entity, let month): "invoice run \(month.0) (\(entity))"
        case .step(let name, let ids): "\(name) \(ids.map(String.init).joined(separator: " "))"
        case .charge(let entity, let month): "charge numbers \(month.0) (\(entity))"
        case .post: "ledger post"
        }
    }

    func arguments(in simulator: Simulator) -> [String] {
        switch self {
        case .load(let entity, let name):
            // The chunks are as small as they may be, and the records long; one connection, so that messages come in one order.
            return [
                "cdr", "import", "\(simulator.folder)/\(name)", "--switch", entity, "--entity", entity,
                "--chunk-bytes", "131072", "--threads", "1",
            ]
        case .undo(_, let file):
            return ["cdr", "undo", "\(file)", "--reason", "simulated", "--apply", "--threads", "1"]
        case .rerate(let scope):
            var arguments = [
                "rerate", "--from", "2026-08-01", "--unit-rows", "20", "--entity", scope.entity, "--apply",
                "--threads", "1",
            ]
            if let partner = scope.partner { arguments += ["--partner", partner] }
            if let card = scope.card { arguments += ["--card", String(card.split(separator: "/")[1])] }
            return arguments
        case .run(let entity, let month): return ["invoice", "run", "--period", month.0, "--entity", entity]
        case .step(let name, let ids):
            let confirmed = name == "void" ? [] : ["--keep-prices", "--leave-earlier"]
            return ["invoice", name] + ids.map(String.init) + confirmed
        case .charge(let entity, let month): return ["did", "charge", "--period", month.0, "--entity", entity]
        case .post: return ["ledger", "post"]
        }
    }

    /// Messages within which the place of a kill is drawn: about as many as the command sends, so that some come behind its end.
    var messagesMax: Int {
        switch self {
        case .load: 360
        case .undo: 420
        case .rerate: 160
        case .run: 64
        case .step: 50
        case .charge: 32
        case .post: 40
        }
    }
}
