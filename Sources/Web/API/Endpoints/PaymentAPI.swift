import Answers
import Calendar
import Catalog
import Contracts
import Postgres
import Receivables
import Vocabulary

/// Payments and top-ups for programs.
enum PaymentAPI {
    static let endpoints: [APIEndpoint] = [
        .list(
            "/payments", "listPayments", "Payments of the entity, the newest value day first.",
            .init(.read, .payments), .seeReceivables, query: filters, of: JSON.Payment.self, list),
        .one(
            "/payments/{payment}", "getPayment", "A payment with all that it settles.", .init(.read, .payments),
            .seeReceivables, path: [field], of: JSON.PaymentDetails.self, one),
        .act(
            "/payments", "recordPayment", "Records what a customer paid, or what a supplier was paid.",
            .init(.write, .payments), .recordPayments,
            body: .object(
                money + [
                    APIField(
                        "purpose", .choice(["received", "paid", "advance"]),
                        "From a customer, to a supplier, or to a supplier ahead of what is due; received without it."),
                    APIField(
                        "withheld", .amount,
                        "Tax that whoever paid pays to the state instead, in the agreement's currency.",
                        example: "12.50"),
                    APIField(
                        "invoices", .texts(max: 200),
                        "Numbers or ids of invoices that it settles; without it what is due first.", example: ["42"]),
                    APIField("unapplied", .truth, "Settles nothing yet.", example: false),
                ]), status: .created, of: JSON.PaymentRecorded.self, at: { "/payments/\($0.paymentID)" }, record),
        .act(
            "/payments/{payment}/reverse", "reversePayment",
            "Takes a payment back whole; what it settled is open again.", .init(.write, .payments), .recordPayments,
            path: [field],
            body: .object([
                APIField("reason", .text(max: 500), required: true, "Why, for the record.", example: "cheque bounced"),
                APIField("on", .day, "Day on which the bank took it back; today without it.", example: "2026-10-31"),
            ]), of: JSON.PaymentReversed.self, reverse),
        .act(
            "/top-ups", "topUp", "Records what a prepaid customer paid into its deposit.", .init(.write, .payments),
            .recordPayments, body: .object(money), status: .created, of: JSON.PaymentRecorded.self,
            at: { "/payments/\($0.paymentID)" }, topUp),
    ]

    private static let field = APIField(
        "payment", .text(max: 60), "Number or id of the payment.", example: "PAY-main-2026-000017")

    private static let filters = [
        CatalogAPI.ofPartner,
        APIField(
            "purpose", .choice(PaymentPurpose.allCases.map(\.rawValue)), "Payments of this purpose alone.",
            example: "received"),
        APIField("from", .day, "First value day.", example: "2026-10-01"),
        APIField("to", .day, "Last value day.", example: "2026-10-31"),
        APIField("unapplied", .truth, "Those of which something is left alone.", example: true),
    ]

    private static let money = [
        APIField("partner", .text(max: 100), required: true, "Code of the partner.", example: "acme"),
        APIField(
            "amount", .amount, required: true, "What the bank account gained or lost, a fee aside.", example: "1250.50"),
        APIField("currency", .currency, "Of the bank account, where it is not the agreement's.", example: "EUR"),
        APIField(
            "counts", .amount,
            "What it counts for in the agreement's currency; without it the exchange rate of the value day says so.",
            example: "1300.00"),
        APIField("fee", .amount, "What banks kept, in the currency of the bank account.", example: "2.50"),
        APIField("value_on", .day, "Day on which the bank counts it; today without it.", example: "2026-10-31"),
        APIField("reference", .text(max: 500), "As the bank statement has it.", example: "INV-main-2026-000042"),
        APIField("reason", .text(max: 500), "Why, for the record."),
    ]

    // MARK: - Reading

    private static func list(_ request: APIRequest) async throws -> APIPage<JSON.Payment> {
        var filter = Payment.Filter()
        filter.entityID = request.entityID
        filter.purpose = request.text("purpose").flatMap(PaymentPurpose.init)
        filter.fromOn = request.day("from")
        filter.toOn = request.day("to")
        filter.isUnapplied = request.isTrue("unapplied")
        let code = request.text("partner")
        let place = try request.place(parts: 2).map { parts in
            guard let on = CivilDay(parts[0]), let id = Int64(parts[1]), id > 0 else { throw APICursor.refusal }
            return (on: on, id: DocumentID(id))
        }
        let (asked, limit) = (filter, request.limit)
        let rows = try await request.read { connection in
            var filter = asked
            filter.partnerID = try code.map { try Catalog.partnerID($0, on: connection) }
            return try Payment.page(filter, from: place, isBackward: false, limit: limit + 1, on: connection).payments
        }
        return APIPage(rows, limit: limit, item: JSON.Payment.init) { [$0.valueOn, "\($0.paymentID)"] }
    }

    /// - Throws: `Refusal` where the entity has no such payment.
    private static func find(_ name: String, _ entityID: EntityID, on connection: Connection) throws -> Payment {
        let payment = try Payment.find(name, on: connection)
        guard payment.entityID == entityID else {
            throw Refusal(.notFound, "payment.not_found", "There is no payment \(name)", facts: ["payment": name])
        }
        return payment
    }

    private static func one(_ request: APIRequest) async throws -> JSON.PaymentDetails {
        let (entityID, name) = (request.entityID, request.part("payment"))
        return try await request.read { connection in
            let payment = try find(name, entityID, on: connection)
            return JSON.PaymentDetails(payment, try payment.allocations(on: connection))
        }
    }

    // MARK: - Recording

    private static func record(_ request: APIRequest) async throws -> JSON.PaymentRecorded {
        let purpose = request.text("purpose") ?? "received"
        let isReceived = purpose == "received"
        guard isReceived || request.texts("invoices").isEmpty && !request.isTrue("unapplied") else {
            throw notTogether("invoices", "of what a customer paid alone")
        }
        guard request.texts("invoices").isEmpty || !request.isTrue("unapplied") else {
            throw notTogether("unapplied", "not to be stated with invoices")
        }
        guard purpose != "advance" || request.text("withheld") == nil else {
            throw notTogether("withheld", "of what is due, not of an advance")
        }
        let entityID = request.entityID
        return try await record(
            request, isReceived ? .received : purpose == "paid" ? .paid : .advance, "payment.record"
        ) { order, own, connection in
            if let withheld = request.text("withheld") {
                order.withheldMinor = try PaymentAmount.minor(withheld, of: own.currency, as: "withheld")
            }
            guard isReceived else { return }
            order.parts = try request.texts("invoices").map { name in
                PaymentOrder.Part(
                    documentID: try InvoiceSheet.find(name, entityID: entityID, on: connection).invoiceID)
            }
            order.settles = request.isTrue("unapplied") ? .nothing : order.parts.isEmpty ? .oldest : .named
        }
    }

    private static func topUp(_ request: APIRequest) async throws -> JSON.PaymentRecorded {
        try await record(request, .topUp, "payment.top_up") { _, _, _ in }
    }

    private static func record(
        _ request: APIRequest, _ purpose: PaymentPurpose, _ act: String,
        _ fill: @escaping @Sendable (inout PaymentOrder, PaymentPartner, Connection) throws -> Void
    ) async throws -> JSON.PaymentRecorded {
        let entity = request.page.session.entityCode
        let recorded = try await request.act(act) { connection in
            let partner = try PaymentPartner(
                entity: entity, partner: request.text("partner") ?? "", on: connection)
            var order = PaymentOrder(purpose, partnerID: partner.partnerID)
            try state(request, in: &order, own: partner)
            try fill(&order, partner, connection)
            return try PaymentOrder.record([order], entityID: partner.entityID, on: connection)[0]
        }
        return JSON.PaymentRecorded(recorded)
    }

    /// Puts what every payment has into an order.
    private static func state(_ request: APIRequest, in order: inout PaymentOrder, own: PaymentPartner) throws {
        let bank = try request.text("currency").map { try PaymentAmount.currency($0) } ?? own.currency
        order.bankCurrency = bank.code
        order.cashMinor = try PaymentAmount.minor(request.text("amount") ?? "", of: bank, as: "amount")
        order.feeMinor = try request.text("fee").map { try PaymentAmount.minor($0, of: bank, as: "fee") } ?? 0
        if let counts = request.text("counts") {
            guard bank != own.currency else {
                throw notTogether("counts", "for a payment in another currency than the agreement's")
            }
            order.totalMinor = try PaymentAmount.minor(counts, of: own.currency, as: "counts")
        }
        order.valueOn = request.day("value_on")
        order.reference = request.text("reference")
        order.reason = request.text("reason")
    }

    private static func notTogether(_ field: String, _ why: String) -> Refusal {
        Refusal(
            .invalid, "value.not_allowed", "\(field): It is \(why)", facts: ["field": field],
            place: Refusal.Place(field: field))
    }

    private static func reverse(_ request: APIRequest) async throws -> JSON.PaymentReversed {
        let (entityID, name) = (request.entityID, request.part("payment"))
        let reversed = try await request.act("payment.reverse") { connection in
            let payment = try find(name, entityID, on: connection)
            return try PaymentSteps.reverse(
                [payment.paymentID], dated: request.day("on"), reason: request.text("reason"), on: connection)
        }
        return JSON.PaymentReversed(reversed[0])
    }
}
