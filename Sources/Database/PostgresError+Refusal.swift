import BillingSchema
import Foundation
public import Postgres
public import Vocabulary

/// Where the database's no becomes ours, the only place.
///
/// SQL refuses by `refuse()`, with a state of class DT and JSON as detail; constraints by what `ConstraintRefusal` says of them.
/// Locks and statements given up are busy, a server out of reach is unavailable. All else is a fault and stays an error.
extension PostgresError: ConvertibleToRefusal {
    public var refusal: Refusal? {
        switch code {
        case .cannotConnect, .connectionLost:
            return Refusal(.unavailable, "database.unavailable", message)
        case .busy:
            return Refusal(.busy, "database.connections_in_use", message)
        case .statementFailed:
            return sqlState.flatMap(refusal(sqlState:))
        case .serverTooOld, .unexpectedResult, .invalidParameter, .transactionState, .sqlFile, .cluster, .migration:
            return nil
        }
    }

    private func refusal(sqlState: String) -> Refusal? {
        switch sqlState {
        case "55P03": Refusal(.busy, "database.locked", "Somebody else holds what this needs")
        case "40001", "40P01": Refusal(.busy, "database.in_each_others_way", "Others changed the same at the same time")
        case "57014":
            Refusal(.busy, "database.given_up", "The database gave up, because it took too long or was told to")
        case "53300": Refusal(.busy, "database.connections_in_use", "The database server has no connection left")
        case "57P01", "57P02", "57P03":
            Refusal(.unavailable, "database.unavailable", "The database server is stopping or starting")
        case let state where state.hasPrefix("DT"): stated(state)
        case let state where state.hasPrefix("23"):
            ConstraintRefusal.refusal(constraint: constraint, sqlState: state)
        default: nil
        }
    }

    /// What `refuse()` said.
    private func stated(_ state: String) -> Refusal? {
        struct Detail: Decodable {
            let reason: String
            let facts: [String: String]
        }
        let codes: [String: Refusal.Code] = [
            "DT001": .notFound, "DT002": .conflict, "DT003": .forbidden, "DT004": .invalid, "DT005": .busy,
            "DT006": .tooLarge,
        ]
        guard let code = codes[state],
            let said = try? JSONDecoder().decode(Detail.self, from: Data((detail ?? "").utf8))
        else { return nil }
        return Refusal(code, said.reason, message, facts: said.facts)
    }
}
