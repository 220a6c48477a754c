import Accounts
import Contracts
import Hummingbird
import Vocabulary

/// An address of the API with a method: who may ask, what can be stated, what is answered. Server, table of rights and description
/// are all made of these.
struct APIEndpoint: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST" }

    enum Body: Sendable {
        case none
        /// An object with these fields.
        case object([APIField])
        /// A file, raw or as a form.
        case file
    }

    static let root = "/api/v1"

    let method: Method
    /// Behind the root, with names in braces: `/invoices/{invoice}`.
    let path: String
    /// Fixed for programs that are generated from the description.
    let id: String
    let about: String
    let scope: APIScope
    let permission: Permission
    let pathFields: [APIField]
    let query: [APIField]
    let body: Body
    /// Lists of an entity take `entity` in the query.
    let isOfEntity: Bool
    let status: HTTPResponse.Status
    let answer: APISchema
    let run: @Sendable (APIRequest) async throws -> APIAnswer

    /// As the router and the table of rights write it.
    var routerPath: String {
        Self.root + path.replacing("{", with: ":").replacing("}", with: "")
    }

    /// All that the query may have.
    var queryFields: [APIField] { query + (isOfEntity ? [Self.entityField] : []) }

    static let entityField = APIField(
        "entity", .text(max: 100), "Code of the entity; needed only where the token reaches several.", example: "main")

    static let pagingFields = [
        APIField("limit", .integer(1...200), "Items of a page; 50 without it.", example: 50),
        APIField("after", .cursor, "Where the page before ended: the `after` of its `next`."),
    ]

    // MARK: - Kinds

    /// A page of a list.
    static func list<Item: Codable & Sendable>(
        _ path: String, _ id: String, _ about: String, _ scope: APIScope, _ permission: Permission,
        path pathFields: [APIField] = [], query: [APIField] = [], ofEntity: Bool = true, of item: Item.Type,
        _ run: @escaping @Sendable (APIRequest) async throws -> APIPage<Item>
    ) -> APIEndpoint {
        APIEndpoint(
            method: .get, path: path, id: id, about: about, scope: scope, permission: permission,
            pathFields: pathFields, query: query + pagingFields, body: .none, isOfEntity: ofEntity, status: .ok,
            answer: .page(of: APISchema.of(item))
        ) { request in try .page(try await run(request), request) }
    }

    /// Endpoint of a thing, or of a report.
    static func one<Value: Codable & Sendable>(
        _ path: String, _ id: String, _ about: String, _ scope: APIScope, _ permission: Permission,
        path pathFields: [APIField] = [], query: [APIField] = [], ofEntity: Bool = true, of value: Value.Type,
        _ run: @escaping @Sendable (APIRequest) async throws -> Value
    ) -> APIEndpoint {
        APIEndpoint(
            method: .get, path: path, id: id, about: about, scope: scope, permission: permission,
            pathFields: pathFields, query: query, body: .none, isOfEntity: ofEntity, status: .ok,
            answer: APISchema.of(value)
        ) { request in try .value(try await run(request), .ok) }
    }

    /// Something that is done, by an act.
    ///
    /// - Parameter place: the address of what was made, of the answer.
    static func act<Value: Codable & Sendable>(
        _ path: String, _ id: String, _ about: String, _ scope: APIScope, _ permission: Permission,
        path pathFields: [APIField] = [], query: [APIField] = [], body: Body = .none,
        status: HTTPResponse.Status = .ok, of value: Value.Type,
        at place: (@Sendable (Value) -> String)? = nil,
        _ run: @escaping @Sendable (APIRequest) async throws -> Value
    ) -> APIEndpoint {
        APIEndpoint(
            method: .post, path: path, id: id, about: about, scope: scope, permission: permission,
            pathFields: pathFields, query: query, body: body, isOfEntity: true, status: status,
            answer: APISchema.of(value)
        ) { request in
            let value = try await run(request)
            return try .value(value, status, at: place.map { root + $0(value) })
        }
    }
}

/// A page of items, and the place of the last of them where others follow.
struct APIPage<Item: Codable & Sendable>: Sendable {
    var items: [Item]
    /// By which the next page is found; nil behind the last.
    var end: [String]?

    init(_ items: [Item], end: [String]?) {
        self.items = items
        self.end = end
    }

    /// A page of at most `limit` of the rows, of which one more than that was read.
    init<Row>(_ rows: [Row], limit: Int64, item: (Row) throws -> Item, end: (Row) -> [String]) rethrows {
        let shown = rows.prefix(Int(limit))
        items = try shown.map(item)
        self.end = rows.count > shown.count ? shown.last.map(end) : nil
    }
}
