import Answers
import Catalog
import Contracts
import Receivables
import Vocabulary

/// Entities and partners for programs.
enum CatalogAPI {
    static let endpoints: [APIEndpoint] = [
        .list(
            "/entities", "listEntities", "Legal entities that the token reaches, by code.", .init(.read, .entities),
            .useAPI, ofEntity: false, of: JSON.Entity.self, entities),
        .list(
            "/partners", "listPartners", "Partners of the entity by code, with their balances in the ledger.",
            .init(.read, .partners), .seeReceivables, query: filters, of: JSON.PartnerItem.self, partners),
        .one(
            "/partners/{partner}", "getPartner", "A partner with its balances in the ledger.", .init(.read, .partners),
            .seeReceivables, path: [partnerField], of: JSON.PartnerItem.self, partner),
        .list(
            "/balances", "listBalances",
            "Where partners stand now, usage that is loaded and in no journal yet included; by code.",
            .init(.read, .partners), .seeReceivables, query: [Self.ofPartner], of: JSON.PartnerPosition.self, balances),
    ]

    static let partnerField = APIField("partner", .text(max: 100), "Code of the partner.", example: "acme")
    static let ofPartner = APIField("partner", .text(max: 100), "Code of a partner; all without it.", example: "acme")

    private static let filters = [
        APIField("q", .text(max: 100), "A code, or part of a name.", example: "acme"),
        APIField("role", .choice(["customer", "supplier", "bilateral"]), "Partners of this role alone."),
        APIField("payment_mode", .choice(["prepaid", "postpaid"]), "Customers who pay like that alone."),
    ]

    private struct EntityRow: Decodable {
        var entity, name, currency, zone: String
    }

    private static func entities(_ request: APIRequest) async throws -> APIPage<JSON.Entity> {
        let after = try request.place()?.first
        let session = request.page.session
        let reachable = request.page.context.holder?.reachable ?? [session.entityCode]
        let rows = try await request.read { connection in
            try Catalog.list(.entities, on: connection).decoded(as: EntityRow.self).filter {
                reachable.contains($0.entity) && $0.entity > (after ?? "")
            }.map { JSON.Entity(entity: $0.entity, name: $0.name, currency: $0.currency, zone: $0.zone) }
        }
        return APIPage(rows, limit: request.limit, item: \.self) { [$0.entity] }
    }

    private static func partners(_ request: APIRequest) async throws -> APIPage<JSON.PartnerItem> {
        var listing = PartnerListing(entityID: request.entityID)
        listing.sought = request.text("q")
        listing.role = request.text("role")
        listing.paymentMode = request.text("payment_mode")
        let (asked, after, limit) = (listing, try request.place()?.first, request.limit)
        let rows = try await request.read { try asked.rows(from: after, limit: limit + 1, on: $0) }
        return APIPage(rows, limit: limit, item: JSON.PartnerItem.init) { [$0.code] }
    }

    private static func partner(_ request: APIRequest) async throws -> JSON.PartnerItem {
        let code = request.part("partner")
        var listing = PartnerListing(entityID: request.entityID)
        listing.sought = code
        let asked = listing
        // The code, and those that have it in their name.
        let found = try await request.read { try asked.rows(limit: 1_000, on: $0) }.first { $0.code == code }
        guard let found else { throw notFound(code) }
        return JSON.PartnerItem(found)
    }

    private static func balances(_ request: APIRequest) async throws -> APIPage<JSON.PartnerPosition> {
        let (entityID, code) = (request.entityID, request.text("partner"))
        let after = try request.place(parts: 2)
        let rows = try await request.page.read(.app) { connection in
            try PartnerPosition.list(
                entityID: entityID, partnerID: try code.map { try Catalog.partnerID($0, on: connection) },
                on: connection)
        }
        let behind = rows.filter { row in
            after.map { (row.partner, row.currency) > ($0[0], $0[1]) } ?? true
        }.sorted { ($0.partner, $0.currency) < ($1.partner, $1.currency) }
        return APIPage(behind, limit: request.limit, item: JSON.PartnerPosition.init) { [$0.partner, $0.currency] }
    }

    static func notFound(_ partner: String) -> Refusal {
        Refusal(.notFound, "partner.not_found", "There is no partner '\(partner)'", facts: ["partner": partner])
    }
}
