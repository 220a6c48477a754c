import Accounts
import Calendar
import Catalog
import Hummingbird
import NIOPosix
import Operations
import Postgres
import Receivables
import Vocabulary

/// A customer pays ahead, or is invoiced, from a billing period on; with the journals that this makes.
struct BillingChangePage: StatedAct {
    static let routes: [Route] = BillingChangePage().routes

    var path: String { "\(PartnerListPage.path)/:partner/change-mode" }
    var permission: Permission { .changeTerms }
    var act: String { "billing.change" }

    struct Known: Sendable {
        var code: String
        var partnerID: PartnerID
    }

    struct Outcome: Codable, Sendable {
        var stated: BillingChange.Stated
        var made: [BillingChange.Made]
    }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Known {
        let code = request.part("partner")
        let partner: PaymentPartner
        do {
            partner = try PaymentPartner(entity: request.session.entityCode, partner: code, on: connection)
        } catch let refusal as Refusal where refusal.code == .notFound {
            throw Refusal.noPage
        }
        return Known(code: code, partnerID: partner.partnerID)
    }

    func form(_ request: PageRequest, _ known: Known, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Change how \(known.code) pays", verb: "Change",
            note:
                "To postpaid, what is left of the deposit becomes an unapplied credit, with the tax that was taken of it. To prepaid, what is unbilled is invoiced up to that day, and what is due stays due.",
            fields: [
                Field(
                    "mode", "It pays", error: problems.of("mode"),
                    choices: [
                        ("", "Choose one"), ("prepaid", "Ahead, from a deposit (prepaid)"),
                        ("postpaid", "By invoice (postpaid)"),
                    ].map { Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == (fields["mode"] ?? "")) }),
                Field(
                    "from", "First day",
                    hint: "Begins a billing period; empty for the next one behind today and behind what was billed",
                    error: problems.of("from"), value: fields.typed("from"), width: 12, isOptional: true),
                FieldMaker(fields, problems).reason(optional: true),
            ],
            crumbs: [
                .billing, Shell.Crumb(title: "Customers and suppliers", href: PartnerListPage.path),
                Shell.Crumb(title: known.code, href: PartnerListPage.path(of: known.code)),
            ], cancel: PartnerListPage.path(of: known.code))
    }

    func prepare(_ request: PageRequest) async throws {
        let closing = BooksClosing(
            request.web.database, by: request.actRequest(act).actor, from: request.actRequest(act).origin)
        let entityID = request.session.entityID
        try await NIOThreadPool.singleton.runIfActive { _ = try closing.run(entityID: entityID) }
    }

    func perform(
        _ request: PageRequest, _ known: Known, _ fields: FormFields, on connection: Connection
    ) throws -> Outcome {
        var form = FormReader(fields)
        let mode: BillingChange.Mode? = form.choice("mode", missing: "Choose how it pays.")
        let day = form.day("from")
        try form.check()
        guard let mode else { throw FormProblems("mode", "Choose how it pays.") }
        let entityID = request.session.entityID
        do {
            let stated = try BillingChange.state(
                mode, partnerID: known.partnerID, from: day, entityID: entityID, on: connection)
            return Outcome(
                stated: stated,
                made: try BillingChange.makeDue(entityID: entityID, partnerID: known.partnerID, on: connection))
        } catch let refusal as Refusal where refusal.code == .invalid && refusal.place?.field == nil {
            throw FormProblems("from", "\(refusal.message).")
        }
    }

    func effects(
        _ request: PageRequest, _ known: Known, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects {
        let change = outcome.stated.change
        func minor(_ minor: Int64) -> String {
            "\(change.currency) \(Amount.minor(minor, digits: change.minorDigits).text)"
        }
        func exact(_ micros: Int128) -> String {
            "\(change.currency) \(Amount.exact(micros, digits: change.minorDigits).text)"
        }
        let day = change.firstOn.map { "from \($0) on" } ?? "from the beginning"
        var effects = [
            Confirmation.Effect(
                what: known.code,
                detail:
                    "is \(change.paymentMode.rawValue) \(day)\(outcome.stated.isNew ? "" : ", as was stated before")")
        ]
        switch change.paymentMode {
        case .postpaid:
            if change.netMinor > 0 {
                effects.append(
                    Confirmation.Effect(
                        what: exact(change.depositMicros),
                        detail: "leaves the deposit"
                            + (change.taxMinor > 0 ? ", with \(minor(change.taxMinor)) of tax" : "")
                            + ", and \(minor(change.netMinor + change.taxMinor)) becomes an unapplied credit"))
            } else {
                effects.append(
                    Confirmation.Effect(
                        what: "The deposit",
                        detail: change.depositMicros < 0
                            ? "is overdrawn by \(exact(-change.depositMicros)), which stays owed there" : "is empty"))
            }
        case .prepaid:
            effects.append(
                Confirmation.Effect(what: exact(change.unbilledMicros), detail: "that is unbilled is invoiced"))
            effects.append(Confirmation.Effect(what: exact(change.receivableMicros), detail: "that is due stays due"))
        }
        effects.append(
            Confirmation.Effect(
                what: outcome.made.isEmpty ? "When the day has come" : "At once",
                detail: outcome.made.isEmpty
                    ? "a job does it, with what there is then"
                    : outcome.made.flatMap(\.invoices).isEmpty
                        ? "the journals are written"
                        : "\(AmountText.count(Int64(outcome.made.flatMap(\.invoices).count), "invoice")) issued"))
        return ActEffects(effects: effects)
    }

    func done(_ request: PageRequest, _ known: Known, _ outcome: Outcome) -> (path: String, flash: Flash) {
        let change = outcome.stated.change
        let day = change.firstOn.map { " from \($0) on" } ?? ""
        return (
            PartnerListPage.path(of: known.code), Flash("\(known.code) is \(change.paymentMode.rawValue)\(day).")
        )
    }
}
