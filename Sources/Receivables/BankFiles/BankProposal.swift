internal import Calendar
internal import Database
internal import Foundation
package import Postgres
package import Vocabulary

/// A line of a bank file, and whose payment it is as far as that can be told.
package struct BankProposal: Sendable, Codable {
    package var lineID: BankLineID
    package var lineNumber: Int
    /// ISO date.
    package var valueOn: String
    /// Minor units of the file's currency; below zero what went out.
    package var amountMinor: Int64
    package var feeMinor: Int64
    package var currency: String
    package var minorDigits: Int
    package var payerName: String?
    package var payerIBAN: String?
    package var reference: String?
    package var bankReference: String?
    /// `open`, `confirmed` or `ignored`.
    package var state: String
    /// Number of the payment that it is.
    package var payment: String?
    /// Code of the partner; nil = nothing can be told.
    package var partner: String?
    package var partnerID: PartnerID?
    package var purpose: PaymentPurpose?
    /// 0 to 100; from 90 on it is told by two things, and nothing contradicts them.
    package var certainty: Int
    /// Why, in phrases with semicolons between them.
    package var reasons: String?
    /// Numbers of invoices that it settles, with blanks between them; nil = what is due first.
    package var invoices: String?
    /// The same with amounts, as JSON.
    package var parts: String?

    /// From here on a line is confirmed with all others of its kind.
    package static let certain = 90

    /// The lines of a file, in their order.
    package static func list(fileID: BankFileID, on connection: Connection) throws -> [BankProposal] {
        try connection.run(query: "bank_proposals", ["file_id": .id(fileID)]).decoded()
    }

    /// Chooses the lines to confirm.
    package enum Selection: Sendable {
        /// Those that are open and at least so certain.
        case atLeast(Int)
        case lines([Int])
    }

    /// A person's answer for a line, where the proposal is another or missing.
    package struct Answer: Sendable {
        package var partnerID: PartnerID
        package var purpose: PaymentPurpose
        /// Nil = what is due first.
        package var parts: [PaymentOrder.Part]?

        package init(partnerID: PartnerID, purpose: PaymentPurpose = .received, parts: [PaymentOrder.Part]? = nil) {
            self.partnerID = partnerID
            self.purpose = purpose
            self.parts = parts
        }
    }

    /// Records lines as payments, all or none, by what can be told of them at this moment. Needs the application's role and an act.
    ///
    /// - Parameter answer: instead of the proposals.
    package static func confirm(
        _ selection: Selection, of file: BankFile, as answer: Answer? = nil, on connection: Connection
    ) throws -> [RecordedPayment] {
        try connection.transactionRetrying {
            // Whoever confirms lines of the file at the same time has ended when this is had.
            _ = try connection.query(
                "SELECT pg_advisory_xact_lock(hashtextextended('didtron.bank_file', $1::integer))",
                [.id(file.fileID)], name: "lock_bank_file")
            let proposals = try list(fileID: file.fileID, on: connection)
            let chosen = try self.chosen(selection, proposals, file, isAnswered: answer != nil)
            guard !chosen.isEmpty else { return [] }
            let orders = try chosen.map { try $0.order(answer) }
            let recorded = try PaymentOrder.record(orders, entityID: file.entityID, on: connection)
            try resolve(
                zip(chosen, recorded).map { Resolution(lineID: $0.lineID, paymentID: $1.paymentID) }, of: file,
                note: nil,
                on: connection)
            return recorded
        }
    }

    /// Leaves lines aside that are no payments of partners. Needs the application's role and an act.
    ///
    /// - Parameter reason: demanded, since somebody will ask.
    package static func ignore(
        _ lines: [Int], of file: BankFile, reason: String?, on connection: Connection
    ) throws -> Int {
        guard let reason, reason.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalid, "payment.reason_missing", "A line that is ignored needs ‹reason›")
        }
        return try connection.transactionRetrying {
            let proposals = try list(fileID: file.fileID, on: connection)
            let chosen = try self.chosen(.lines(lines), proposals, file, isAnswered: true)
            try resolve(
                chosen.map { Resolution(lineID: $0.lineID, paymentID: nil) }, of: file, note: reason, on: connection)
            return chosen.count
        }
    }

    private struct Resolution: Encodable {
        var lineID: BankLineID
        var paymentID: DocumentID?

        private enum CodingKeys: String, CodingKey { case lineID = "line_id", paymentID = "payment_id" }
    }

    private static func resolve(
        _ lines: [Resolution], of file: BankFile, note: String?, on connection: Connection
    ) throws {
        try connection.run(
            job: "resolve_bank_lines",
            [
                "file_id": .id(file.fileID), "lines": .text(try JSONText.of(lines)), "note": .optional(note),
            ])
    }

    private static func chosen(
        _ selection: Selection, _ proposals: [BankProposal], _ file: BankFile, isAnswered: Bool
    ) throws -> [BankProposal] {
        switch selection {
        case .atLeast(let certainty):
            return proposals.filter { $0.state == "open" && $0.partnerID != nil && $0.certainty >= certainty }
        case .lines(let numbers):
            return try numbers.map { number in
                let facts = ["line": "\(number)", "file": "\(file.fileID)"]
                guard let line = proposals.first(where: { $0.lineNumber == number }) else {
                    throw Refusal(
                        .notFound, "bankline.not_found", "Bank file \(file.fileID) has no line \(number)", facts: facts)
                }
                guard line.state == "open" else {
                    throw Refusal(
                        .conflict, "bankline.resolved", "line \(number) is \(line.state)", facts: facts)
                }
                guard isAnswered || line.partnerID != nil else {
                    throw Refusal(
                        .conflict, "bankline.unknown_payer", "Nothing tells whose payment line \(number) is",
                        facts: facts)
                }
                return line
            }
        }
    }

    private func order(_ answer: Answer?) throws -> PaymentOrder {
        guard amountMinor > 0 else {
            throw Refusal(
                .conflict, "bankline.outgoing", "Line \(lineNumber) is money that went out",
                facts: ["line": "\(lineNumber)"])
        }
        let parts: [PaymentOrder.Part]
        if let answer {
            parts = answer.parts ?? []
        } else {
            parts = try JSONDecoder().decode([ProposedPart].self, from: Data((self.parts ?? "[]").utf8)).map {
                PaymentOrder.Part(documentID: $0.document_id, amountMinor: $0.amount_minor)
            }
        }
        guard let partnerID = answer?.partnerID ?? partnerID else { preconditionFailure("a chosen line has a partner") }
        let purpose = answer?.purpose ?? purpose ?? .received
        var order = PaymentOrder(purpose, partnerID: partnerID)
        order.bankCurrency = currency
        order.cashMinor = amountMinor
        order.feeMinor = feeMinor
        order.valueOn = CivilDay(valueOn)
        order.reference = (reference ?? payerName).map { String($0.prefix(500)) }
        order.parts = parts
        order.settles = purpose == .topUp ? .nothing : parts.isEmpty ? .oldest : .named
        return order
    }
}

/// As the database says it.
private struct ProposedPart: Decodable {
    let document_id: DocumentID
    let amount_minor: Int64
}
