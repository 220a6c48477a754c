import Answers
import Calendar
import Catalog
import Contracts
import Operations
import Receivables
import Vocabulary

/// Invoices for programs: the same use cases as the pages, in the dialect of `--json`.
enum InvoiceAPI {
    static let endpoints: [APIEndpoint] =
        [
            .list(
                "/invoices", "listInvoices", "Invoices of the entity, the newest number first.",
                .init(.read, .invoices), .seeReceivables, query: filters, of: JSON.InvoiceItem.self, list),
            .act(
                "/invoices/run", "runInvoices", "Makes the drafts of a period, as a job.", .init(.write, .invoices),
                .runInvoices,
                body: .object([
                    APIField("period", .month, required: true, "Month that is billed.", example: "2026-10"),
                    APIField("partner", .text(max: 100), "Code of one customer; all without it.", example: "acme"),
                ]), status: .accepted, of: JSON.JobState.self, at: { "/jobs/\($0.jobID)" }, run),
            .one(
                "/invoices/{invoice}", "getInvoice", "An invoice with its lines, taxes and parties.",
                .init(.read, .invoices), .seeReceivables, path: [field], of: JSON.Invoice.self, one),
        ]
        + InvoiceStep.allCases.map { step in
            .act(
                "/invoices/{invoice}/\(step.rawValue)", "\(step.rawValue)Invoice",
                about(step),
                .init(.write, .invoices), step.permission, path: [field], body: .object(answers + [reason]),
                of: JSON.InvoicesStepped.self
            ) { try await perform(step, $0) }
        }

    private static func about(_ step: InvoiceStep) -> String {
        switch step {
        case .approve: "Approves a draft."
        case .issue: "Issues an approved invoice: it gets its number and is posted."
        case .void: "Voids an invoice that is not issued; its usage is billed by the next run."
        }
    }

    private static let field = APIField("invoice", .text(max: 60), "Number or id of the invoice.", example: "42")

    static let reason = APIField("reason", .text(max: 500), "Why, for the record.", example: "agreed with the customer")

    private static let answers = [
        APIField("keep_prices", .truth, "Although its calls came to other amounts since.", example: false),
        APIField("leave_earlier", .truth, "Although an earlier period of the customer is not billed.", example: false),
    ]

    private static let filters = [
        APIField("q", .text(max: 100), "Part of a number, or an id.", example: "VW-2026"),
        APIField(
            "view", .choice(InvoiceListing.View.allCases.filter { $0 != .every }.map(\.rawValue)), "Those alone."),
        APIField("partner", .text(max: 100), "A code, or part of a name.", example: "acme"),
        APIField("period", .month, "Month in which the periods begin.", example: "2026-10"),
        APIField("currency", .currency, "Invoices in this currency alone.", example: "EUR"),
    ]

    private static func list(_ request: APIRequest) async throws -> APIPage<JSON.InvoiceItem> {
        var listing = InvoiceListing(entityID: request.entityID)
        listing.view = request.text("view").flatMap(InvoiceListing.View.init) ?? .every
        listing.sought = request.text("q")
        listing.partner = request.text("partner")
        listing.currency = request.text("currency")
        if let period = request.text("period").flatMap({ BillingPeriod($0) }) {
            listing.periodStart = "\(period.first)"
            listing.periodEnd = "\(period.endBefore)"
        }
        let place = try request.place(parts: 2).map { parts in
            guard Int64(parts[0]) != nil, let id = Int64(parts[1]), id > 0 else { throw APICursor.refusal }
            return InvoiceListing.Place(text: parts[0], id: id)
        }
        let (asked, limit) = (listing, request.limit)
        let rows = try await request.read { try asked.finding(on: $0).rows(after: place, limit: limit + 1, on: $0) }
        return APIPage(rows, limit: limit, item: JSON.InvoiceItem.init) { [$0.place.text, "\($0.place.id)"] }
    }

    private static func one(_ request: APIRequest) async throws -> JSON.Invoice {
        let (entityID, name) = (request.entityID, request.part("invoice"))
        let invoice = try await request.read { connection in
            // Those of other entities are not there.
            let sheet = try InvoiceSheet.find(name, entityID: entityID, on: connection)
            return try Invoice.find("\(sheet.invoiceID)", on: connection)
        }
        return JSON.Invoice(invoice)
    }

    private static func run(_ request: APIRequest) async throws -> JSON.JobState {
        guard let period = request.text("period") else { preconditionFailure("the endpoint demands a period") }
        let code = request.text("partner")
        let partnerID = try await request.read { connection in
            try code.map { try Catalog.partnerID($0, on: connection) }
        }
        let actor = request.page.actRequest(InvoiceRunJob.kind).actor
        let arguments = InvoiceRunJob.Arguments(
            period: period, partnerID: partnerID, userMail: actor.name, origin: request.page.origin,
            actorKind: actor.kind)
        let id = try await request.page.addJob(InvoiceRunJob.kind, arguments)
        return JSON.JobState(jobID: id.rawValue, state: "queued")
    }

    private static func perform(_ step: InvoiceStep, _ request: APIRequest) async throws -> JSON.InvoicesStepped {
        let (entityID, name) = (request.entityID, request.part("invoice"))
        let answers = InvoiceAnswers(
            keepsPrices: request.isTrue("keep_prices"), leavesEarlier: request.isTrue("leave_earlier"))
        let done = try await request.act("invoice.\(step.rawValue)") { connection in
            let sheet = try InvoiceSheet.find(name, entityID: entityID, on: connection)
            let done = try step.run([sheet.invoiceID], confirming: answers, on: connection)
            guard !done.isEmpty else {
                throw Refusal(
                    .conflict, "invoice.wrong_state",
                    "invoice \(sheet.invoiceID) is \(sheet.state): it cannot be \(step.done)",
                    facts: ["invoice": "\(sheet.invoiceID)", "state": sheet.state])
            }
            return done.map(\.invoiceID)
        }
        return JSON.InvoicesStepped(step: step.done, invoices: done.map(\.rawValue))
    }
}

extension JSON.InvoiceItem {
    init(_ row: InvoiceListing.Row) {
        self.init(
            invoiceID: row.invoiceID.rawValue, number: row.number, state: row.state, partner: row.partnerCode,
            partnerName: row.partnerName, currency: row.currency, minorDigits: row.minorDigits,
            periodStartOn: row.periodStartOn, periodEndOn: row.periodEndOn, lines: row.lines,
            totalMinor: row.totalMinor, openMinor: row.openMinor, dueOn: row.dueOn)
    }
}
