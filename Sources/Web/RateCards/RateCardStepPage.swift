import Accounts
import Foundation
import Hummingbird
import Postgres
import RateBook
import RateCards
import Vocabulary

/// A draft is looked at and put into effect, or a version that is not in effect yet is taken back.
struct RateCardStepPage: StatedAct {
    enum Step: String, CaseIterable, Sendable { case approve, withdraw }

    let step: Step

    static let routes: [Route] = Step.allCases.flatMap { RateCardStepPage(step: $0).routes }

    static func path(_ step: Step, card: String, version: Int64) -> String {
        "\(RateCardListPage.path(of: card))/versions/\(version)/\(step.rawValue)"
    }

    var path: String { "\(RateCardListPage.path)/:card/versions/:version/\(step.rawValue)" }
    var permission: Permission { .changeCards }
    var act: String { "ratecard.\(step.rawValue)" }

    struct Known: Sendable {
        var card: RateCard
        var number: Int64
        /// Report on a draft that is to be approved.
        var report: RateCardReport?
    }

    private var nowMicros: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Known {
        let card = try RateCard(named: request.part("card"), entityID: request.session.entityID, on: connection)
        let number = try request.number("version")
        guard try card.versions(on: connection).contains(where: { $0.number == number }) else { throw Refusal.noPage }
        return Known(card: card, number: number)
    }

    func form(_ request: PageRequest, _ known: Known, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let card = known.card
        let path = RateCardListPage.path(of: card.name)
        return ActForm(
            title: "\(step == .approve ? "Approve" : "Withdraw") version \(known.number) of \(card.name)",
            verb: step == .approve ? "Approve" : "Withdraw",
            facts: [Fact("Side", card.side), Fact("Currency", card.currency)],
            note: step == .approve
                ? "The preview shows what it changes against the version that it would follow now, whose notice that breaks, and what it means for the margin."
                : "Versions whose place its approval had taken are approved again.",
            fields: [
                FieldMaker(fields, problems).reason(optional: true)
            ],
            crumbs: [
                .billing, Shell.Crumb(title: "Rate cards", href: RateCardListPage.path),
                Shell.Crumb(title: card.name, href: path),
            ], cancel: FormFields([("version", "\(known.number)")]).address(path), isDangerous: step == .withdraw)
    }

    struct Outcome: Codable, Sendable {
        var version: Int64
        var effectiveFrom: String
        /// Numbers of versions whose place it took, or that are approved again.
        var others: [Int64]
        var report: RateCardReport?

        private enum CodingKeys: String, CodingKey { case version, effectiveFrom, others }
    }

    func perform(
        _ request: PageRequest, _ known: Known, _ fields: FormFields, on connection: Connection
    ) throws -> Outcome {
        let now = nowMicros
        let actor = request.session.mail
        switch step {
        case .approve:
            // Read before it is in effect, since it is compared with what it follows.
            let report =
                fields["step"] == "preview"
                ? try RateCardApproval.review(
                    known.card, number: known.number, atMicros: now, listsNew: false, on: connection) : nil
            let (version, withdrawn) = try RateCardApproval.approve(
                known.card, number: known.number, atMicros: now, actor: actor, on: connection)
            return Outcome(
                version: version.number, effectiveFrom: version.effectiveFrom, others: withdrawn, report: report)
        case .withdraw:
            let (version, restored) = try RateCardApproval.withdraw(
                known.card, number: known.number, atMicros: now, actor: actor, on: connection)
            return Outcome(version: version.number, effectiveFrom: version.effectiveFrom, others: restored, report: nil)
        }
    }

    func effects(
        _ request: PageRequest, _ known: Known, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects {
        var effects = ActEffects()
        if step == .approve {
            effects.effects.append(
                Confirmation.Effect(
                    what: "Version \(outcome.version)", detail: "prices calls from \(outcome.effectiveFrom)"))
            for other in outcome.others {
                effects.effects.append(Confirmation.Effect(what: "Version \(other)", detail: "gives it its place"))
            }
            if let report = outcome.report {
                effects.sections = RateCardReportView(report: report).sections
                let broken = report.notice.reduce(0) { $0 + $1.broken }
                if broken > 0 {
                    effects.warning = "\(broken) \(broken == 1 ? "change breaks" : "changes break") a notice."
                }
            }
        } else {
            effects.effects.append(
                Confirmation.Effect(what: "Version \(outcome.version)", detail: "never takes effect; it stays listed"))
            for other in outcome.others {
                effects.effects.append(Confirmation.Effect(what: "Version \(other)", detail: "is approved again"))
            }
        }
        return effects
    }

    func done(_ request: PageRequest, _ known: Known, _ outcome: Outcome) -> (path: String, flash: Flash) {
        let path = FormFields([("version", "\(outcome.version)")]).address(RateCardListPage.path(of: known.card.name))
        return (
            path,
            Flash(
                step == .approve
                    ? "Version \(outcome.version) is approved and in effect from \(outcome.effectiveFrom)."
                    : "Version \(outcome.version) is withdrawn.")
        )
    }
}
