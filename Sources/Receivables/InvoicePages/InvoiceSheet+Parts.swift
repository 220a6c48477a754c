internal import Database
package import Postgres
package import Vocabulary

// What hangs on an invoice.

extension InvoiceSheet {
    package struct Line: Sendable {
        package var number: Int64
        /// `usage`, `setup` or `recurring`.
        package var kind: String
        /// ISO date: first day of the period.
        package var servicePeriod: String
        package var product: String
        package var destination: String
        package var calls: Int64
        package var billedSeconds: Int64
        package var nanosPerMinute: Int64?
        package var setupFeeNanos: Int64?
        /// Nil = the invoice's.
        package var rateCurrency: String?
        package var exactMicros: Int64
        /// Nil where rounding is by document.
        package var amountMinor: Int64?
    }

    package func lines(after number: Int64 = 0, limit: Int64, on connection: Connection) throws -> [Line] {
        try connection.run(
            query: "page_invoice_lines",
            ["invoice_id": .id(invoiceID), "after_number": .int(number), "row_limit": .int(limit)]
        ).map { row in
            try Line(
                number: row.int("line_number"), kind: row.string("kind"), servicePeriod: row.string("service_period"),
                product: row.string("product_name"), destination: row.string("destination"), calls: row.int("calls"),
                billedSeconds: row.int("billed_s"), nanosPerMinute: row.optionalInt("nanos_per_minute"),
                setupFeeNanos: row.optionalInt("setup_fee_nanos"), rateCurrency: row.optionalString("rate_currency"),
                exactMicros: row.int("exact_micros"), amountMinor: row.optionalInt("amount_minor"))
        }
    }

    package struct Entry: Sendable {
        package var journalID: JournalID
        package var kind: String
        package var reversesJournalID: Int64?
        /// UTC, ISO 8601.
        package var recordedAt: String
        package var effectiveOn: String
        package var servicePeriod: String
        package var currency: String
        package var minorDigits: Int
        package var debitAccount: String
        package var creditAccount: String
        package var amountMicros: Int128
    }

    package func entries(limit: Int64, on connection: Connection) throws -> [Entry] {
        try Entry.list(documentID: invoiceID, limit: limit, on: connection)
    }

    package struct Settlement: Sendable {
        /// `payment` or `write_off`.
        package var kind: String
        package var number: String?
        package var reference: String?
        package var allocatedOn: String
        /// Minor units of the currency; below zero where it ends an earlier one.
        package var amountMinor: Int64
    }

    package func settlements(on connection: Connection) throws -> [Settlement] {
        try connection.run(query: "page_invoice_settlements", ["invoice_id": .id(invoiceID)]).map { row in
            try Settlement(
                kind: row.string("credit_kind"), number: row.optionalString("number_text"),
                reference: row.optionalString("reference"), allocatedOn: row.string("allocated_on"),
                amountMinor: row.int("amount_minor"))
        }
    }

    package struct Activity: Sendable {
        package var actID: Int64
        /// Subject and verb.
        package var actName: String
        package var actorKind: String
        package var actorName: String
        package var reason: String?
        package var origin: String
        /// UTC, ISO 8601.
        package var at: String
        package var stateBefore: String?
        package var stateAfter: String?
        /// What had been paid, minor units of the currency.
        package var paidBefore: Int64?
        package var paidAfter: Int64?
    }

    package func activity(limit: Int64, on connection: Connection) throws -> [Activity] {
        try connection.run(
            query: "page_invoice_activity", ["invoice_id": .id(invoiceID), "row_limit": .int(limit)]
        ).map { row in
            try Activity(
                actID: row.int("act_id"), actName: row.string("act_name"), actorKind: row.string("actor_kind"),
                actorName: row.string("actor_name"), reason: row.optionalString("reason"), origin: row.string("origin"),
                at: row.string("at"), stateBefore: row.optionalString("state_before"),
                stateAfter: row.optionalString("state_after"), paidBefore: row.optionalInt("paid_before"),
                paidAfter: row.optionalInt("paid_after"))
        }
    }

    package struct Day: Sendable {
        package var billingOn: String
        package var attempts: Int64
        package var calls: Int64
        package var billedSeconds: Int64
        package var micros: Int128
    }

    /// Usage of a line by billing day.
    package func days(ofLine number: Int64, on connection: Connection) throws -> [Day] {
        try connection.run(
            query: "page_line_days", ["invoice_id": .id(invoiceID), "line_number": .int(number)]
        ).map { row in
            try Day(
                billingOn: row.string("billing_on"), attempts: row.int("attempts"), calls: row.int("calls"),
                billedSeconds: row.int("billed_s"), micros: row.wideInt("micros"))
        }
    }

    package struct Call: Sendable {
        /// Microseconds since 1970 UTC.
        package var startMicros: Int64
        /// UTC, ISO 8601.
        package var startAt: String
        package var chunkID: ChunkID
        package var ordinal: Int32
        package var called: String
        package var calling: String
        package var durationNanos: Int64
        package var billedSeconds: Int64
        package var micros: Int64
        /// Took the place of an earlier revision.
        package var isReplacement: Bool
    }

    /// A call behind which a page begins.
    package struct CallPlace: Sendable, Equatable {
        package var startMicros: Int64
        package var chunkID: ChunkID
        package var ordinal: Int32

        package init(startMicros: Int64, chunkID: ChunkID, ordinal: Int32) {
            self.startMicros = startMicros
            self.chunkID = chunkID
            self.ordinal = ordinal
        }
    }

    /// Calls of a line on a billing day, the first started first.
    package func calls(
        ofLine number: Int64, on day: String, after place: CallPlace? = nil, limit: Int64, connection: Connection
    ) throws -> [Call] {
        try connection.run(
            query: "page_line_calls",
            [
                "invoice_id": .id(invoiceID), "line_number": .int(number), "billing_on": .text(day),
                "after_micros": .optional(place?.startMicros), "after_chunk_id": .optional(place?.chunkID),
                "after_ordinal": .optional(place?.ordinal), "row_limit": .int(limit),
            ]
        ).map { row in
            try Call(
                startMicros: row.int("start_micros"), startAt: row.string("start_at"), chunkID: row.id("chunk_id"),
                ordinal: row.narrow("ordinal"), called: row.string("called"), calling: row.string("calling"),
                durationNanos: row.int("duration_ns"), billedSeconds: row.int("sell_billed_s"),
                micros: row.int("sell_micros"), isReplacement: row.bool("is_replacement"))
        }
    }
}

extension InvoiceSheet.Entry {
    /// Entries of the journals that name a document, in their order.
    package static func list(documentID: DocumentID, limit: Int64, on connection: Connection) throws -> [Self] {
        try connection.run(
            query: "page_document_journals", ["document_id": .id(documentID), "row_limit": .int(limit)]
        ).map { row in
            try Self(
                journalID: row.id("journal_id"), kind: row.string("kind"),
                reversesJournalID: row.optionalInt("reverses_journal_id"), recordedAt: row.string("recorded_at"),
                effectiveOn: row.string("effective_on"), servicePeriod: row.string("service_period"),
                currency: row.string("currency"), minorDigits: Int(row.int("minor_digits")),
                debitAccount: row.string("debit_account"), creditAccount: row.string("credit_account"),
                amountMicros: row.wideInt("amount_micros"))
        }
    }
}
