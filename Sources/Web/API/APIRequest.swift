import Calendar
import Foundation
import Postgres
import Vocabulary

/// A request of the API whose statements are checked.
struct APIRequest: Sendable {
    let page: PageRequest
    let endpoint: APIEndpoint
    private let query: [String: APIField.Stated]
    private let body: [String: APIField.Stated]

    /// - Parameter object: the body; nil = there is none.
    /// - Throws: `Refusal` for what is not known, is missing, is stated twice or is none of its kind.
    init(_ page: PageRequest, _ endpoint: APIEndpoint, object: [String: JSONValue]?) throws {
        self.endpoint = endpoint
        var query: [String: APIField.Stated] = [:]
        for item in page.query.items {
            guard let field = endpoint.queryFields.first(where: { $0.name == item.name }) else {
                throw Self.unknown(item.name, endpoint.queryFields)
            }
            guard query[item.name] == nil else { throw field.notAllowed("It is stated twice") }
            query[item.name] = try field.read(item.value)
        }
        try Self.demand(endpoint.queryFields, in: query)
        for field in endpoint.pathFields {
            do { _ = try field.read(page.part(field.name)) } catch {
                // Nothing has such a name.
                throw Refusal.noPage
            }
        }
        var body: [String: APIField.Stated] = [:]
        if case .object(let fields) = endpoint.body {
            for (name, value) in object ?? [:] {
                guard let field = fields.first(where: { $0.name == name }) else { throw Self.unknown(name, fields) }
                body[name] = try field.read(value)
            }
            try Self.demand(fields, in: body)
        }
        self.query = query
        self.body = body
        var page = page
        // By these the same request is known again.
        page.form = FormFields(
            body.sorted { $0.key < $1.key }.flatMap { name, stated in
                stated.texts.map { (name: name, value: $0) }
            })
        self.page = page
    }

    private static func demand(_ fields: [APIField], in stated: [String: APIField.Stated]) throws {
        for field in fields where field.isRequired && stated[field.name] == nil {
            throw Refusal(
                .invalid, "value.missing", "\(field.name) is missing", facts: ["field": field.name],
                place: Refusal.Place(field: field.name))
        }
    }

    private static func unknown(_ name: String, _ fields: [APIField]) -> Refusal {
        let name = String(name.prefix(60))
        let known = fields.map(\.name).joined(separator: ", ")
        return Refusal(
            .invalid, "value.unknown",
            known.isEmpty ? "\(name): nothing can be stated here" : "\(name): it is none of \(known)",
            facts: ["field": name], place: Refusal.Place(field: name))
    }

    // MARK: - What is stated

    func text(_ name: String) -> String? {
        guard case .text(let text) = body[name] ?? query[name] else { return nil }
        return text
    }

    func number(_ name: String) -> Int64? {
        guard case .integer(let number) = body[name] ?? query[name] else { return nil }
        return number
    }

    func isTrue(_ name: String) -> Bool { (body[name] ?? query[name]) == .truth(true) }

    func texts(_ name: String) -> [String] {
        guard case .texts(let texts) = body[name] ?? query[name] else { return [] }
        return texts
    }

    func day(_ name: String) -> CivilDay? { text(name).flatMap { CivilDay($0) } }

    /// A part of the path.
    func part(_ name: String) -> String { page.part(name) }

    /// A part of the path that is a number; the endpoint's field says so.
    func id(_ name: String) throws -> Int64 { try page.number(name) }

    // MARK: - Pages

    var limit: Int64 { number("limit") ?? 50 }

    /// The place behind which the page begins; nil = at the first item.
    ///
    /// - Throws: `Refusal` where it is none of this list.
    func place(parts: Int = 1) throws -> [String]? {
        try text("after").map { try APICursor.place($0, parts: parts, self) }
    }

    /// The place of a list that is ordered by a number.
    func placeID() throws -> Int64? {
        try place().map { parts in
            guard let id = Int64(parts[0]), id > 0 else { throw APICursor.refusal }
            return id
        }
    }

    // MARK: - The database

    var entityID: EntityID { page.session.entityID }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await page.read(.reporter, body)
    }

    func act<Answer: Codable & Sendable>(
        _ name: String, _ body: @escaping @Sendable (Connection) throws -> Answer
    ) async throws -> Answer {
        try await page.act(name, body)
    }
}

extension APIField.Stated {
    fileprivate var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .integer(let number): ["\(number)"]
        case .truth(let truth): ["\(truth)"]
        case .texts(let texts): texts
        }
    }
}
