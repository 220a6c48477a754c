import Accounts
import BankStatements
import Catalog
import Hummingbird
import Money
import Postgres
import Receivables
import Vocabulary

/// Lines become payments, or are left aside.
enum BankLinesPage: CaseIterable, Sendable, StatedAct {
    /// All that are certain.
    case certain
    /// One, as proposed or as a person says.
    case one

    struct Known: Sendable {
        var file: BankFile
        /// Of `one`.
        var line: BankProposal?
        var count: Int
    }

    struct Outcome: Codable, Sendable {
        var recorded: [RecordedPayment]
        var ignored: Int
    }

    var path: String { "\(BankFileListPage.path)/:file/\(self == .certain ? "confirm" : "line/:line")" }
    var permission: Permission { .recordPayments }
    var act: String { "payment.confirm" }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Known {
        let file = try BankFileListPage.find(request, on: connection)
        let lines = try BankProposal.list(fileID: file.fileID, on: connection)
        guard self == .one else {
            let certain = lines.filter {
                $0.state == "open" && $0.partnerID != nil && $0.certainty >= BankProposal.certain
            }
            return Known(file: file, line: nil, count: certain.count)
        }
        let number = try request.number("line")
        guard let line = lines.first(where: { Int64($0.lineNumber) == number }) else { throw Refusal.noPage }
        return Known(file: file, line: line, count: 1)
    }

    func form(_ request: PageRequest, _ known: Known, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let crumbs =
            BankFileListPage.crumbs + [
                Shell.Crumb(title: known.file.name, href: BankFileListPage.path(known.file.fileID))
            ]
        guard let line = known.line else {
            return ActForm(
                title: "Record \(AmountText.count(Int64(known.count), "certain line"))", verb: "Record them",
                facts: [Fact("File", known.file.name)],
                note: "Told by two things, and nothing contradicts them. All are recorded, or none.", fields: [],
                crumbs: crumbs, cancel: BankFileListPage.path(known.file.fileID))
        }
        let purpose = fields["purpose"] ?? (line.purpose == .topUp ? "top_up" : "received")
        let facts = [
            Fact("Day", line.valueOn),
            Fact("Amount", "\(line.currency) \(Amount.minor(line.amountMinor, digits: line.minorDigits).text)"),
            Fact("Payer", line.payerName ?? line.payerIBAN ?? "unknown"), Fact("Reference", line.reference ?? "none"),
        ]
        return ActForm(
            title: "Line \(line.lineNumber) of \(known.file.name)", verb: "Do it", facts: facts,
            note: line.reasons.map { "Proposed: \(line.partner ?? ""), because \($0)." }
                ?? "Nothing tells whose it is.",
            fields: [
                Field(
                    "purpose", "It is",
                    choices: [
                        ("received", "A payment of a customer"), ("top_up", "A top-up of a deposit"),
                        ("ignore", "No payment of a partner: leave it aside"),
                    ].map { Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == purpose) }),
                Field(
                    "partner", "Partner", hint: "Its code", error: problems.of("partner"),
                    value: fields["partner"] ?? line.partner ?? "", isOptional: true),
                Field(
                    "reason", "Reason", hint: "Needed where it is left aside", error: problems.of("reason"),
                    value: fields.typed("reason"), isOptional: true),
            ], crumbs: crumbs, cancel: BankFileListPage.path(known.file.fileID))
    }

    func perform(
        _ request: PageRequest, _ known: Known, _ fields: FormFields, on connection: Connection
    ) throws -> Outcome {
        guard let line = known.line else {
            return Outcome(
                recorded: try BankProposal.confirm(.atLeast(BankProposal.certain), of: known.file, on: connection),
                ignored: 0)
        }
        if fields["purpose"] == "ignore" {
            guard let reason = fields["reason"] else { throw FormProblems("reason", "Enter the reason.") }
            return Outcome(
                recorded: [],
                ignored: try BankProposal.ignore([line.lineNumber], of: known.file, reason: reason, on: connection))
        }
        var form = FormReader(fields)
        let code = form.text("partner", missing: "Enter the code of the partner.")
        try form.check()
        let purpose: PaymentPurpose = fields["purpose"] == "top_up" ? .topUp : .received
        let proposed = line.partner == code && (line.purpose ?? .received) == purpose
        let answer =
            try proposed
            ? nil
            : BankProposal.Answer(
                partnerID: PaymentPartner.named(code, request, on: connection).partnerID, purpose: purpose)
        return Outcome(
            recorded: try BankProposal.confirm(.lines([line.lineNumber]), of: known.file, as: answer, on: connection),
            ignored: 0)
    }

    func effects(
        _ request: PageRequest, _ known: Known, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects {
        if outcome.ignored > 0 {
            return ActEffects(effects: [Confirmation.Effect(what: "The line", detail: "is left aside; it stays listed")]
            )
        }
        if outcome.recorded.count == 1 { return try PaymentRecordPage.effects(outcome.recorded[0], on: connection) }
        var effects = Dictionary(grouping: outcome.recorded, by: \.currency).sorted { $0.key < $1.key }.map {
            currency, all in
            let minor = all.reduce(Int128(0)) { $0 + Int128($1.totalMinor) }
            return Confirmation.Effect(
                what: "\(currency) \(Amount.minor(minor, digits: all[0].minorDigits).text)",
                detail:
                    "in \(AmountText.count(Int64(all.count), "payment")), of \(AmountText.count(Int64(Set(all.map(\.partner)).count), "partner"))"
            )
        }
        if effects.isEmpty { effects = [Confirmation.Effect(what: "Nothing", detail: "is certain any more")] }
        return ActEffects(effects: effects)
    }

    func done(_ request: PageRequest, _ known: Known, _ outcome: Outcome) -> (path: String, flash: Flash) {
        let text: String
        if outcome.ignored > 0 {
            text = "Line \(known.line?.lineNumber ?? 0) is left aside."
        } else if let first = outcome.recorded.first, outcome.recorded.count == 1 {
            text = "Recorded \(first.number)."
        } else {
            text = "Recorded \(AmountText.count(Int64(outcome.recorded.count), "payment"))."
        }
        return (BankFileListPage.path(known.file.fileID), Flash(text))
    }
}
