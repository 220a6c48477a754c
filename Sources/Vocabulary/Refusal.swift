/// A typed no: why an operation was not done, without the remedy.
///
/// Libraries and SQL state what happened, where, and the facts. Each surface (command line, page, API) words what to do
/// about it for its own reader, by `reason`.
public struct Refusal: Error, Sendable, Equatable {
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// Nothing has that name, number or id.
        case notFound = "not_found"
        /// The state of things does not allow it: another version, already done, used elsewhere.
        case conflict
        /// The actor may not do it.
        case forbidden
        /// What was stated is not acceptable.
        case invalid
        /// Somebody else holds what this needs; it may succeed later.
        case busy
        /// A limit on size, number or amount.
        case tooLarge = "too_large"
        /// An outside party or the database cannot be reached.
        case unavailable
    }

    /// Where in what was stated the fault is.
    public struct Place: Sendable, Equatable, Codable {
        public var file: String?
        /// From 1.
        public var line: Int?
        /// Name of the column or of the field of a form.
        public var field: String?

        public init(file: String? = nil, line: Int? = nil, field: String? = nil) {
            self.file = file
            self.line = line
            self.field = field
        }
    }

    public var code: Code
    /// Subject and reason, fixed for programs: `job.not_found`.
    public var reason: String
    /// A sentence, without its full stop: what happened. It names no flag, command or page.
    public var message: String
    /// What the message is about, for programs and for the wording of remedies.
    public var facts: [String: String]
    public var place: Place?

    public init(
        _ code: Code, _ reason: String, _ message: String, facts: [String: String] = [:], place: Place? = nil
    ) {
        self.code = code
        self.reason = reason
        self.message = message.hasSuffix(".") ? String(message.dropLast()) : message
        self.facts = facts
        self.place = place
    }
}

extension Refusal: CustomStringConvertible {
    /// Place and message: `partners.csv, line 3, currency: …`.
    public var description: String {
        guard let place else { return message }
        let parts = [place.file, place.line.map { "line \($0)" }, place.field].compactMap(\.self)
        return parts.isEmpty ? message : "\(parts.joined(separator: ", ")): \(message)"
    }
}
