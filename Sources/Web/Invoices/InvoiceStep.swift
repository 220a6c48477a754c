import Accounts
import Postgres
import Receivables
import Vocabulary

/// A step of invoices, as pages ask for it.
enum InvoiceStep: String, Sendable, CaseIterable {
    case approve, issue, void

    var permission: Permission {
        switch self {
        case .approve: .approveInvoices
        case .issue: .issueInvoices
        case .void: .voidInvoices
        }
    }

    /// On its button.
    var verb: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// What has become of it: `approved`.
    var done: String {
        switch self {
        case .approve: "approved"
        case .issue: "issued"
        case .void: "voided"
        }
    }

    /// States of an invoice in which it can be done.
    var from: Set<String> {
        switch self {
        case .approve: ["draft"]
        case .issue: ["approved"]
        case .void: ["draft", "approved"]
        }
    }

    /// Does it, inside an act; the invoices that it was done to, with the numbers that they have.
    func run(
        _ ids: [DocumentID], confirming answers: InvoiceAnswers, on connection: Connection
    ) throws -> [SteppedInvoice] {
        switch self {
        case .approve:
            try InvoiceSteps.approve(ids, confirming: answers, on: connection).map { SteppedInvoice(invoiceID: $0) }
        case .issue:
            try InvoiceSteps.issue(ids, confirming: answers, on: connection)
                .map { SteppedInvoice(invoiceID: $0.invoiceID, number: $0.number) }
        case .void:
            try InvoiceSteps.voidDrafts(ids, on: connection).map { SteppedInvoice(invoiceID: $0) }
        }
    }
}

/// An invoice behind a step.
struct SteppedInvoice: Codable, Sendable {
    var invoiceID: DocumentID
    var number: String?
}
