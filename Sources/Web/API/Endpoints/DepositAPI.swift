import Answers
import Catalog
import Contracts
import Money
import Postgres
import Receivables
import Vocabulary

/// Holds of deposits for programs: a part is reserved for a call under way, captured as what it came to, released.
enum DepositAPI {
    static let endpoints: [APIEndpoint] = [
        .list(
            "/holds", "listHolds", "Holds that keep something at this moment, the oldest first.",
            .init(.read, .deposits), .seeReceivables, query: [CatalogAPI.ofPartner], of: JSON.DepositHold.self, list),
        .act(
            "/holds", "reserveHold", "Keeps a part of a customer's deposit, if there is as much available.",
            .init(.write, .deposits), .recordPayments,
            body: .object([
                APIField("partner", .text(max: 100), required: true, "Code of the customer.", example: "acme"),
                APIField("amount", .amount, required: true, "How much, with up to six decimals.", example: "5.00"),
                APIField(
                    "seconds", .integer(1...31_536_000), "Until it expires; as the setting says without it.",
                    example: 3_600),
                APIField("reference", .text(max: 200), "What it is for: the id of the call.", example: "c-1001"),
            ]), status: .created, of: JSON.DepositHoldMade.self, reserve),
        .act(
            "/holds/{hold}/capture", "captureHold", "Notes what a hold came to; the rest is available again.",
            .init(.write, .deposits), .recordPayments, path: [field],
            body: .object([
                APIField(
                    "amount", .amount, required: true, "What it came to, with up to six decimals.", example: "1.35")
            ]), of: JSON.DepositHoldEnded.self, capture),
        .act(
            "/holds/{hold}/release", "releaseHold",
            "Lets go of a hold, or of what was captured of it once its usage is loaded.", .init(.write, .deposits),
            .recordPayments, path: [field], of: JSON.DepositHoldEnded.self, release),
    ]

    private static let field = APIField("hold", .integer(1...Int64.max), "Number of the hold.", example: 12)

    private static func list(_ request: APIRequest) async throws -> APIPage<JSON.DepositHold> {
        let (entityID, code, limit) = (request.entityID, request.text("partner"), request.limit)
        let after = try request.placeID().map { HoldID($0) }
        let rows = try await request.read { connection in
            try DepositHold.list(
                entityID: entityID, partnerID: try code.map { try Catalog.partnerID($0, on: connection) },
                after: after, limit: Int32(limit + 1), on: connection)
        }
        return APIPage(rows, limit: limit, item: JSON.DepositHold.init) { ["\($0.holdID)"] }
    }

    private static func reserve(_ request: APIRequest) async throws -> JSON.DepositHoldMade {
        let entity = request.page.session.entityCode
        let micros = try micros(request)
        let made = try await request.act("deposit.hold") { connection in
            let partner = try PaymentPartner(entity: entity, partner: request.text("partner") ?? "", on: connection)
            return try DepositHold.make(
                partnerID: partner.partnerID, entityID: partner.entityID, micros: micros,
                seconds: request.number("seconds").map { Int32($0) }, reference: request.text("reference"),
                on: connection)
        }
        return JSON.DepositHoldMade(made)
    }

    private static func capture(_ request: APIRequest) async throws -> JSON.DepositHoldEnded {
        let (entityID, id, micros) = (request.entityID, HoldID(try request.id("hold")), try micros(request))
        let ended = try await request.act("deposit.capture") { connection in
            try DepositHold.demand(id, ofEntity: entityID, on: connection)
            return try DepositHold.capture(id, micros: micros, on: connection)
        }
        return JSON.DepositHoldEnded(ended)
    }

    private static func release(_ request: APIRequest) async throws -> JSON.DepositHoldEnded {
        let (entityID, id) = (request.entityID, HoldID(try request.id("hold")))
        let ended = try await request.act("deposit.release") { connection in
            try DepositHold.demand(id, ofEntity: entityID, on: connection)
            return try DepositHold.release(id, on: connection)
        }
        return JSON.DepositHoldEnded(ended)
    }

    private static func micros(_ request: APIRequest) throws -> Int64 {
        let text = request.text("amount") ?? ""
        do { return try DecimalText.micros(text) } catch {
            throw Refusal(
                .invalid, "deposit.amount", "'\(text)' is no amount: \(error.reason)",
                place: Refusal.Place(field: "amount"))
        }
    }
}
