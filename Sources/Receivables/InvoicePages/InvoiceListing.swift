internal import Calendar
internal import Database
package import Postgres
package import Vocabulary

/// A list of invoices a page at a time: filtered, ordered, from one row on.
package struct InvoiceListing: Sendable, Equatable {
    package enum Order: String, Sendable, CaseIterable {
        case number, customer, due, total, open
    }

    package enum View: String, Sendable, CaseIterable {
        case every, draft, approved, outstanding, overdue, void
    }

    package var entityID: EntityID
    package var view = View.every
    /// Part of a number, or an id.
    package var sought: String?
    /// A code, or part of a name.
    package var partner: String?
    /// Of the first day of the period: ISO dates, half open.
    package var periodStart, periodEnd: String?
    package var currency: String?
    /// Minor units of its currency.
    package var minMinor: Int64?
    package var order = Order.number
    package var isDescending = true

    /// Beyond which the rows of a list are not counted.
    package static let countMax: Int64 = 10_000
    /// Beyond which the rows of a state are not counted: they are on every page of the list.
    package static let stateCountMax: Int64 = 1_000
    /// Ids by part of a number up to which the list is confined to them; more are found as fast row by row.
    private static let idsMax: Int64 = 1_000

    /// The ids that `sought` stands for; nil = it is looked for row by row.
    private var soughtIDs: [Int64]?

    package init(entityID: EntityID) { self.entityID = entityID }

    /// A row by what the list is ordered by, and its id: a page begins behind it.
    package struct Place: Sendable, Equatable {
        package var text: String
        package var id: Int64

        package init(text: String, id: Int64) {
            self.text = text
            self.id = id
        }
    }

    package struct Row: Sendable {
        package var place: Place
        package var invoiceID: DocumentID
        package var number: String?
        package var partnerCode: String
        package var partnerName: String
        package var currency: String
        package var minorDigits: Int
        /// ISO dates, first and last day.
        package var periodStartOn: String
        package var periodEndOn: String
        package var state: String
        package var lines: Int64
        package var issuedOn: String?
        package var dueOn: String?
        /// Minor units of the currency.
        package var totalMinor: Int64
        package var openMinor: Int64
        package var creditedMinor: Int64
        package var nettedMinor: Int64
        package var writtenOffMinor: Int64
        /// Days since it was due; 0 where it is not.
        package var overdueDays: Int64
    }

    package struct Counts: Sendable {
        /// Each at most one more than `stateCountMax`.
        package var of: [View: Int64]
        /// At most one more than `countMax`.
        package var matching: Int64
        /// UTC, ISO 8601.
        package var asOf: String
    }

    /// The same list, confined to the invoices with that part of a number where they are few: by its index rather than row by row.
    package func finding(on connection: Connection) throws -> InvoiceListing {
        // Shorter parts are in no index, and in many numbers.
        guard let sought, sought.count >= 3 else { return self }
        var found = self
        let ids = try connection.run(
            query: "page_invoice_numbers",
            ["entity_id": .id(entityID), "sought": .text(sought), "row_limit": .int(Self.idsMax + 1)]
        ).map { try $0.int("invoice_id") }
        found.soughtIDs = ids.count <= Int(Self.idsMax) ? ids : nil
        return found
    }

    /// At most `limit` rows behind a place, in the list's order; with `isBackward` those before it, also in that order.
    package func rows(
        after place: Place? = nil, isBackward: Bool = false, limit: Int64, on connection: Connection
    ) throws -> [Row] {
        var parameters = filters
        parameters["sort"] = .text(order.rawValue)
        parameters["descending"] = .bool(isDescending != isBackward)
        parameters["after_text"] = .optional(place?.text)
        parameters["after_id"] = .optional(place?.id)
        parameters["row_limit"] = .int(limit)
        let rows = try connection.run(query: "page_invoices", parameters).map(Row.init)
        return isBackward ? rows.reversed() : rows
    }

    /// All rows in the list's order, some thousand at a time; within a transaction.
    package func forEachBatch(on connection: Connection, _ body: ([Row]) throws -> Void) throws {
        var parameters = filters
        parameters["sort"] = .text(order.rawValue)
        parameters["descending"] = .bool(isDescending)
        parameters["after_text"] = .null
        parameters["after_id"] = .null
        parameters["row_limit"] = .null
        try connection.forEachBatch(query: "page_invoices", parameters) { try body(try $0.map(Row.init)) }
    }

    package func counts(on connection: Connection) throws -> Counts {
        var parameters = filters
        parameters["count_max"] = .int(Self.stateCountMax + 1)
        parameters["matching_max"] = .int(Self.countMax + 1)
        let row = try connection.run(query: "page_invoice_counts", parameters).only()
        var of: [View: Int64] = [:]
        for view in View.allCases { of[view] = try row.int(view.rawValue) }
        return Counts(of: of, matching: try row.int("matching"), asOf: try row.string("as_of"))
    }

    private var filters: [String: Value] {
        let state: String? =
            switch view {
            case .draft, .approved, .void: view.rawValue
            case .every, .outstanding, .overdue: nil
            }
        return [
            "entity_id": .id(entityID), "state": .optional(state),
            "only_open": .bool(view == .outstanding || view == .overdue), "only_overdue": .bool(view == .overdue),
            "sought": soughtIDs == nil ? .optional(sought) : .null, "ids": soughtIDs.map(Value.ints) ?? .null,
            "partner": .optional(partner), "period_start": .optional(periodStart),
            "period_end": .optional(periodEnd), "currency": .optional(currency), "min_minor": .optional(minMinor),
        ]
    }
}

extension InvoiceListing.Row {
    init(_ row: Row) throws {
        invoiceID = try row.id("invoice_id")
        place = InvoiceListing.Place(text: try row.string("sort_text"), id: invoiceID.rawValue)
        number = try row.optionalString("number_text")
        partnerCode = try row.string("partner_code")
        partnerName = try row.string("partner_name")
        currency = try row.string("currency")
        minorDigits = Int(try row.int("minor_digits"))
        periodStartOn = try row.string("period_start_on")
        periodEndOn = try row.string("period_end_on")
        state = try row.string("state")
        lines = try row.int("lines")
        issuedOn = try row.optionalString("issued_on")
        dueOn = try row.optionalString("stated_due_on")
        totalMinor = try row.int("total_minor")
        openMinor = try row.int("open_minor")
        creditedMinor = try row.int("credited_minor")
        nettedMinor = try row.int("netted_minor")
        writtenOffMinor = try row.int("written_off_minor")
        overdueDays = openMinor > 0 && state == "issued" ? try row.optionalInt("overdue_days") ?? 0 : 0
    }
}
