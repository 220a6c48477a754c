internal import Postgres
internal import Vocabulary

/// What the command line says of a refusal: what happened, then what to do about it.
///
/// Sentences are found by reason, in a file a subject. `{card}` stands for the fact of that name.
enum Remedy {
    private static let all = [
        catalog, rateCards, decks, files, invoices, payments, ledger, books, database, server, users,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// Message and remedy, each with its full stop.
    static func sentence(for refusal: Refusal) -> String {
        let what = ChoiceWording.options(in: refusal.description)
        let stopped = what.hasSuffix("?") || what.hasSuffix(".") ? what : "\(what)."
        return ([stopped] + [remedy(for: refusal)].compactMap(\.self)).joined(separator: " ")
    }

    /// The message of a failure of the database, then what to do about it.
    static func sentence(for error: PostgresError) -> String {
        let what = "\(error)"
        guard let reason = error.reason, let remedy = all[reason] else { return what }
        return what + (what.hasSuffix(".") ? " " : ". ") + filled(remedy, error.facts)
    }

    /// What to do about a refusal; nil where its message says all there is to say.
    static func remedy(for refusal: Refusal) -> String? { remedy(reason: refusal.reason, refusal.facts) }

    static func remedy(reason: String, _ facts: [String: String]) -> String? {
        var remedies: [String] = []
        if let remedy = all[reason] { remedies.append(filled(remedy, facts)) }
        if facts["missing_on"] == "invoices" {
            remedies.append(filled("--without {file} leaves it aside.", facts))
        }
        return remedies.isEmpty ? nil : remedies.joined(separator: " ")
    }

    private static func filled(_ remedy: String, _ facts: [String: String]) -> String {
        var text = ""
        var rest = remedy[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: start)..<end])
            text += rest[..<start]
            // What is not known is left to the reader, as in a usage line.
            text += facts[name] ?? name.uppercased()
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}
