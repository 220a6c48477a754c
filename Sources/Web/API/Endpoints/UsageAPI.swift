import Calendar
import Contracts
import Receivables

/// Usage for programs.
enum UsageAPI {
    static let endpoints: [APIEndpoint] = [
        .list(
            "/usage", "listUsage",
            "Usage of closed files in the service periods that begin in a month, the largest amounts first.",
            .init(.read, .usage), .seeCalls, query: filters, of: JSON.UsageItem.self, list)
    ]

    private static let filters = [
        APIField("period", .month, required: true, "Month in which the service periods begin.", example: "2026-10"),
        APIField("side", .choice(["sell", "buy"]), "What was sold, or what was bought; sold without it."),
        APIField(
            "by", .choice(["destination", "partner"]), "An item a destination, or a partner; destination without it."),
        APIField("partner", .text(max: 100), "Code of a partner; all without it.", example: "acme"),
        APIField("destination", .text(max: 200), "A destination of the master list.", example: "Germany"),
    ]

    private static func list(_ request: APIRequest) async throws -> APIPage<JSON.UsageItem> {
        guard let period = request.text("period").flatMap({ BillingPeriod($0) }) else { preconditionFailure() }
        var listing = UsageListing(
            entityID: request.entityID, firstOn: "\(period.first)", untilOn: "\(period.endBefore)")
        listing.isSell = request.text("side") != "buy"
        listing.subject = request.text("by").flatMap(UsageListing.Subject.init) ?? .destination
        listing.partner = request.text("partner")
        listing.destination = request.text("destination")
        let (asked, limit) = (listing, request.limit)
        // Sums have no key: the place is how many came before.
        let before = try request.placeID() ?? 0
        guard before <= 100_000 else { throw APICursor.refusal }
        let rows = try await request.read { try asked.rows(limit: before + limit + 1, on: $0) }.dropFirst(Int(before))
        return APIPage(Array(rows), limit: limit, item: JSON.UsageItem.init) { _ in ["\(before + limit)"] }
    }
}

extension JSON.UsageItem {
    init(_ row: UsageListing.Row) {
        self.init(
            name: row.name, partner: row.code, currency: row.currency, minorDigits: row.minorDigits,
            attempts: row.attempts, answered: row.answered, billedS: row.billedS, amountMicros: row.micros)
    }
}

extension JSON.PartnerItem {
    init(_ row: PartnerListing.Row) {
        self.init(
            partner: row.code, name: row.name, role: row.role, currency: row.currency, minorDigits: row.minorDigits,
            paymentMode: row.paymentMode, termsDays: row.paymentTermsDays, termsKind: row.paymentTermsKind,
            creditLimitMicros: row.creditLimitMicros, receivableMicros: row.receivableMicros,
            unbilledMicros: row.unbilledMicros, depositMicros: row.depositMicros, owedMicros: row.owedMicros)
    }
}
