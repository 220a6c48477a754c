public import Vocabulary

/// What it means that a constraint refuses a row: a no to whoever asked, in plain words, or a fault of the program.
///
/// A new constraint needs an entry, a test demands it: in `ConstraintRefusal+All.swift` where something that was stated can
/// break the promise, in `ConstraintRefusal+Faults.swift` where only a mistake in our own code can. Default-named keys and
/// references (`…_pkey`, `…_fkey`) go by their kind.
public struct ConstraintRefusal: Sendable {
    public let constraint: String
    public let code: Refusal.Code
    public let reason: String
    public let message: String

    init(_ constraint: String, _ code: Refusal.Code, _ reason: String, _ message: String) {
        self.constraint = constraint
        self.code = code
        self.reason = reason
        self.message = message
    }

    /// The refusal that a breach of a constraint is; nil where it is a fault.
    ///
    /// - Parameter sqlState: of class 23, which tells the kind of constraint where it has no entry.
    public static func refusal(constraint: String?, sqlState: String) -> Refusal? {
        let facts = constraint.map { ["constraint": $0] } ?? [:]
        if let constraint {
            if faults.contains(constraint) { return nil }
            if let entry = byName[constraint] { return Refusal(entry.code, entry.reason, entry.message, facts: facts) }
        }
        return switch sqlState {
        case "23502": Refusal(.invalid, "value.missing", "A value that must be stated is missing", facts: facts)
        case "23503":
            Refusal(.conflict, "reference.broken", "What is referred to is not there, or is in use", facts: facts)
        case "23505": Refusal(.conflict, "row.exists", "There is one of that name or number already", facts: facts)
        case "23P01": Refusal(.conflict, "row.overlaps", "Another one holds in the same time", facts: facts)
        case "23514": Refusal(.invalid, "value.not_allowed", "A value is not one of those allowed", facts: facts)
        default: nil
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.constraint, $0) })
}
