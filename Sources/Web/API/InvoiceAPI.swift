import Accounts
import Answers
import Contracts
import Foundation
import Hummingbird
import NIOCore
import Receivables
import Vocabulary

/// Invoices for programs: the same use cases as the pages, in the dialect of `--json`.
///
/// A program signs in as a user does and sends the session's token as `Authorization: Bearer`. What changes something takes
/// `Idempotency-Key`, within 30 days of which the same request is done once and answered as the first time.
enum InvoiceAPI {
    static let path = "/api/invoices"

    static let routes: [Route] =
        [
            .get(path, .needs(.seeReceivables), list),
            .get("\(path)/:invoice", .needs(.seeReceivables), one),
        ]
        + InvoiceStep.allCases.map { step in
            .post("\(path)/:invoice/\(step.rawValue)", .needs(step.permission)) { try await perform(step, $0) }
        }

    /// A page of the list, and where the next one begins.
    private struct Page: Encodable {
        var invoices: [JSON.InvoiceItem]
        /// To be sent as `after`; left out behind the last page.
        var next: String?
        /// Of all that match; counting stops at 10,001.
        var matching: Int64
        var asOf: String

        private enum CodingKeys: String, CodingKey {
            case invoices, next, matching
            case asOf = "as_of"
        }
    }

    private static func list(_ request: PageRequest) async throws -> Response {
        let query = InvoiceListQuery(request)
        if let problem = query.problems.first {
            throw Refusal(
                .invalid, "value.not_allowed", problem.value, place: Refusal.Place(field: problem.key))
        }
        let (rows, counts) = try await request.read { connection in
            let listing = try query.listing.finding(on: connection)
            return (
                try listing.rows(
                    after: query.page.place, isBackward: query.page.isBackward, limit: query.page.size + 1,
                    on: connection),
                try listing.counts(on: connection)
            )
        }
        let shown = rows.prefix(Int(query.page.size))
        let last = query.page.ordinal + Int64(shown.count)
        let next = rows.count > shown.count ? shown.last.map { PageCursor(ordinal: last, place: $0.place).text } : nil
        return try answer(
            Page(
                invoices: shown.map(JSON.InvoiceItem.init), next: next, matching: counts.matching, asOf: counts.asOf))
    }

    private static func one(_ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let id = request.part("invoice")
        let invoice = try await request.read { connection in
            // Only one of the entity.
            let sheet = try InvoiceSheet.find(id, entityID: entityID, on: connection)
            return try Invoice.find("\(sheet.invoiceID)", on: connection)
        }
        return try answer(JSON.Invoice(invoice))
    }

    private static func perform(_ step: InvoiceStep, _ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let id = request.part("invoice")
        let answers = InvoiceAnswers(
            keepsPrices: isTrue(request, "keep_prices"), leavesEarlier: isTrue(request, "leave_earlier"))
        let done = try await request.act("invoice.\(step.rawValue)") { connection in
            let sheet = try InvoiceSheet.find(id, entityID: entityID, on: connection)
            let done = try step.run([sheet.invoiceID], confirming: answers, on: connection)
            guard !done.isEmpty else {
                throw Refusal(
                    .conflict, "invoice.wrong_state",
                    "invoice \(sheet.invoiceID) is \(sheet.state): it cannot be \(step.done)",
                    facts: ["invoice": "\(sheet.invoiceID)", "state": sheet.state])
            }
            return done.map(\.invoiceID)
        }
        return try answer(JSON.InvoicesStepped(step: step.done, invoices: done.map(\.rawValue)))
    }

    private static func isTrue(_ request: PageRequest, _ name: String) -> Bool {
        request.form[name].map { ["true", "1", "yes"].contains($0) } ?? false
    }

    private static func answer(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "private, no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
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
