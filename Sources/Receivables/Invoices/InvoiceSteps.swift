internal import Database
package import Postgres
package import Vocabulary

/// The steps of an invoice: approve, issue, void.
///
///     draft --approve--> approved --issue--> issued
///       `------void------------`--> void          (what was issued is taken back by a credit note, not here)
package enum InvoiceSteps {
    /// An invoice that got its number.
    package struct Issued: Sendable, Codable {
        package var invoiceID: DocumentID
        package var number: String
        package var partnerCode: String
        package var partnerName: String
        package var currency: String
        package var minorDigits: Int
        /// Minor units of the currency.
        package var totalMinor: Int64
        /// ISO date.
        package var dueOn: String
    }

    /// Approves those of the invoices that are drafts; returns their ids.
    ///
    /// - Parameters:
    ///   - leftAside: files that are not loaded to their end and do not hinder it.
    ///   - answers: what was confirmed of prices that changed and periods that are not billed.
    @discardableResult
    package static func approve(
        _ invoiceIDs: [DocumentID], without leftAside: FilesLeftAside = .none,
        confirming answers: InvoiceAnswers = .none,
        on connection: Connection
    ) throws -> [DocumentID] {
        try connection.transactionRetrying {
            try refuseUnfinished(invoiceIDs, leftAside, on: connection)
            try answers.refuseOthers(invoiceIDs, states: ["draft"], on: connection)
            return try step("approve_invoices", invoiceIDs, on: connection).map { try $0.id("invoice_id") }
        }
    }

    /// Issues those of the invoices that are approved, in one transaction: numbers, documents, ledger. Sorted by number.
    ///
    /// - Parameters:
    ///   - leftAside: files that are not loaded to their end and do not hinder it.
    ///   - answers: what was confirmed of prices that changed and periods that are not billed.
    @discardableResult
    package static func issue(
        _ invoiceIDs: [DocumentID], without leftAside: FilesLeftAside = .none,
        confirming answers: InvoiceAnswers = .none,
        on connection: Connection
    ) throws -> [Issued] {
        let rows = try connection.transactionRetrying {
            try refuseUnfinished(invoiceIDs, leftAside, on: connection)
            try answers.refuseOthers(invoiceIDs, states: ["draft", "approved"], on: connection)
            return try step("issue_invoices", invoiceIDs, on: connection)
        }
        return try rows.map { row in
            try Issued(
                invoiceID: row.id("invoice_id"), number: row.string("number_text"),
                partnerCode: row.string("partner_code"), partnerName: row.string("partner_name"),
                currency: row.string("currency"), minorDigits: Int(row.int("minor_digits")),
                totalMinor: row.int("total_minor"), dueOn: row.string("due_on"))
        }
    }

    /// Voids those of the invoices that were not issued yet and releases their usage to the next run; returns their ids.
    @discardableResult
    package static func voidDrafts(_ invoiceIDs: [DocumentID], on connection: Connection) throws -> [DocumentID] {
        try step("void_drafts", invoiceIDs, on: connection).map { try $0.id("invoice_id") }
    }

    private static func refuseUnfinished(
        _ invoiceIDs: [DocumentID], _ leftAside: FilesLeftAside, on connection: Connection
    ) throws {
        let entities = try connection.query(
            "SELECT DISTINCT entity_id FROM invoice WHERE id = ANY ($1::bigint[]) ORDER BY entity_id",
            [.ids(invoiceIDs)], name: "entities_of_invoices")
        try leftAside.refuseOthers(
            UnfinishedFile.concerning(invoices: invoiceIDs, on: connection),
            entityIDs: entities.map { try $0.id("entity_id") }, on: connection)
    }

    private static func step(_ job: String, _ invoiceIDs: [DocumentID], on connection: Connection) throws -> Rows {
        try connection.transactionRetrying {
            try connection.run(job: job, ["invoice_ids": .ids(invoiceIDs)]).rows
        }
    }
}
