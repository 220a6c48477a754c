/// Words that decks put in place of a price, a date or a status.
enum Notice: Equatable {
    /// No price: calls are not taken.
    case blocked
    /// The code is given up.
    case closed
    /// The price stays as it was.
    case same
    /// From now on.
    case immediately
    /// No end, or nothing to say.
    case none
    /// To be said later.
    case undecided
    /// Tells what kind of change a row is, which its price and date tell better.
    case informative

    init?(_ text: String) {
        // No word has a digit, and prices with a sign, of which there may be many, have.
        guard !text.utf8.contains(where: { $0 &- 0x30 <= 9 }) else { return nil }
        let words = text.lowercased().filter { !$0.isPunctuation || $0 == "/" }.split(whereSeparator: \.isWhitespace)
        guard let notice = Notice.words[words.joined(separator: " ")] else { return nil }
        self = notice
    }

    /// What a state says: the same words, also of `code`, `rate` and the like, and several that only tell what changes.
    init?(state text: String) {
        if let notice = Notice(text) {
            self = notice
            return
        }
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { !Notice.nouns.contains($0) }
        if let notice = Notice(words.joined(separator: " ")), notice != .none {
            self = notice
        } else if !words.isEmpty, words.allSatisfy({ Notice.words[String($0)] == .informative }) {
            self = .informative
        } else {
            return nil
        }
    }

    /// Whether a text says in words of its own that calls are not taken: `No longer offered from May on`.
    static func speaksOfClosing(_ text: String) -> Bool {
        let text = text.lowercased()
        return closingWords.contains { text.contains($0) }
    }

    private static let closingWords = [
        "no longer", "not available", "unavailable", "discontinued", "withdrawn", "out of service", "not offered",
        "not supported", "ceased", "suspended", "terminated", "do not use", "not in service",
    ]

    private static let nouns: Set<Substring> = [
        "code", "codes", "rate", "rates", "price", "prices", "destination", "route",
    ]

    private static let words: [String: Notice] = {
        var words: [String: Notice] = [:]
        func add(_ notice: Notice, _ texts: String...) {
            for text in texts { words[text] = notice }
        }
        add(
            .blocked, "blocked", "block", "barred", "bar", "suspended", "not available", "unavailable", "no route",
            "not offered", "not supported", "no service", "not routed", "inactive", "not active", "deactivated",
            "disabled",
            "not in use")
        add(
            .closed, "closed", "close", "closing", "deleted", "delete", "removed", "remove", "discontinued",
            "withdrawn",
            "no longer available", "no longer offered", "no longer supported", "no longer in service",
            "no longer in use",
            "not available any more", "not available anymore", "no longer valid", "out of service", "ceased",
            "terminated", "retired", "obsolete", "expired", "ended", "end", "code removed", "code deleted", "deletion",
            "closure", "cancelled", "canceled"
        )
        add(
            .same, "igual", "sin cambio", "sin cambios", "sem alteracao", "inchange", "sans changement", "unverändert",
            "unveraendert", "gleich", "invariato", "same", "same rate", "same price", "no change", "nochange",
            "unchanged", "as before", "n/c", "nc")
        add(
            .immediately, "asap", "immediate", "immediately", "now", "with immediate effect", "immediate effect",
            "effective immediately", "as soon as possible", "upon receipt", "on receipt", "effective upon receipt",
            "immediately upon receipt", "effective immediately upon receipt", "sofort", "ab sofort", "immediat",
            "inmediato",
            "imediato", "immediato")
        add(
            .undecided, "tba", "tbd", "tbc", "to be announced", "to be advised", "to be defined", "to be confirmed",
            "to be determined", "on request", "upon request", "ask")
        add(
            .none, "", "n/a", "na", "none", "open", "open ended", "openended", "until further notice", "ufn",
            "unlimited",
            "never", "forever", "indefinite", "null", "nil")
        add(
            .informative, "current", "active", "enabled", "new", "new code", "new destination", "increase", "increased",
            "decrease", "decreased", "rate increase", "rate decrease", "added", "addition", "add", "opened", "ok",
            "valid", "effective", "pending", "future", "up", "down", "change", "changed", "modified", "update",
            "updated",
            "price increase", "price decrease", "amended", "live", "yes", "open", "current", "changes", "available")
        return words
    }()
}
