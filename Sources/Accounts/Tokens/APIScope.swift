/// A part of the API that a token may use: a resource, to read or to write.
package struct APIScope: Hashable, Sendable, Codable {
    package enum Verb: String, Sendable, Codable, CaseIterable { case read, write }

    package enum Resource: String, Sendable, Codable, CaseIterable {
        case entities, partners, files, usage, invoices, payments, deposits, ledger, jobs
    }

    package var verb: Verb
    package var resource: Resource

    package init(_ verb: Verb, _ resource: Resource) {
        self.verb = verb
        self.resource = resource
    }

    /// Reading `read:invoices`; nil where there is no such one.
    package init?(_ text: some StringProtocol) {
        guard let scope = Self.all.first(where: { $0.text == text }) else { return nil }
        self = scope
    }

    package var text: String { "\(verb.rawValue):\(resource.rawValue)" }

    /// Resources in which nothing can be written.
    private static let readOnly: Set<Resource> = [.entities, .partners, .usage, .ledger, .jobs]

    /// Every scope that a token can have, those that read first.
    package static let all: [APIScope] = Verb.allCases.flatMap { verb in
        Resource.allCases.filter { verb == .read || !readOnly.contains($0) }.map { APIScope(verb, $0) }
    }

    /// The scopes that are stated: one by one, or `read` and `write` for all of a verb.
    ///
    /// - Returns: nil with the first text that is none.
    package static func stated(_ texts: [String]) -> Result<[APIScope], UnknownScope> {
        var scopes: Set<APIScope> = []
        for text in texts {
            if let verb = Verb(rawValue: text) {
                scopes.formUnion(all.filter { $0.verb == verb })
            } else if let scope = APIScope(text) {
                scopes.insert(scope)
            } else {
                return .failure(UnknownScope(text: text))
            }
        }
        return .success(all.filter(scopes.contains))
    }

    package struct UnknownScope: Error {
        package let text: String
    }
}
