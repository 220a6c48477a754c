internal import Catalog
internal import Database
import Foundation
internal import Postgres
import RateCards
internal import Vocabulary

/// Makes a version of a card out of rates: compares them with what is there, stores them as a draft, and approves it if
/// that is asked for. The same rates again change nothing.
struct RateCardDrafting {
    let card: RateCard
    /// UTC microseconds.
    let nowMicros: Int64
    /// Who does it.
    let actor: String
    /// When the version takes over; nil = with its first new or changed rate.
    var statedStartMicros: Int64?
    /// When the deck was received; nil = now.
    var asOfMicros: Int64?
    /// What becomes of scheduled versions that say otherwise; nil = that is asked.
    var scheduled: ScheduledAnswer?
    var scope = RateCardVersion.Scope.full
    /// JSON, of a generated version: what it was made from.
    var generation: String?
    /// Whether the rates of a first version are listed in the report.
    var listsNew = true
    /// Whether implausible differences are taken.
    var isForced = false
    var approves = false
    var acceptsRefusals = false
    /// Gets the report as soon as it says what differs, before what takes longer: storing it.
    var onCompared: (RateCardReport) -> Void = { _ in }
    /// Gets a sentence before a wait for somebody else.
    var onWaiting: (String) -> Void = { _ in }

    private var receivedMicros: Int64 { asOfMicros ?? nowMicros }

    /// To be called inside a transaction that has locked the card; the caller rolls it back where the report says `refused`.
    func run(_ sheet: RateSheet, report: inout RateCardReport, on connection: Connection) throws {
        try refuseLoneApprover(on: connection)
        let versions = try card.versions(on: connection)
        let terms = Succession.Terms(
            versions: versions, statedStartMicros: statedStartMicros, receivedMicros: receivedMicros,
            amends: scope == .amendment, scheduled: scheduled)
        let succession = try Succession(sheet: sheet, terms: terms) { version in
            try StoredRates.sheet(version, on: connection)
        }
        report.compare(
            succession, versions, atMicros: receivedMicros, scheduled: scheduled, listsNew: listsNew)
        if acceptsRefusals { report.questions += succession.whole.refused.questions }
        try compareWithOthers(succession, versions, report: &report, on: connection)
        try judge(succession, report: &report, on: connection)

        if !report.questions.isEmpty || !report.refusals.isEmpty && !acceptsRefusals {
            report.state = .refused
        } else if report.rates == 0 {
            report.state = .refused
            report.notes.append("The file has no rate.")
        } else if succession.changesNothing {
            report.state = .unchanged
            report.version = succession.previous?.number
        } else if !report.implausible.isEmpty, !isForced {
            report.state = .refused
        } else {
            onCompared(report)
            try store(succession, versions, report: &report, on: connection)
        }
    }

    /// Who may not approve is told so before the work.
    private func refuseLoneApprover(on connection: Connection) throws {
        guard approves, try Setting.secondApprover.isOn(on: connection) else { return }
        throw Refusal(
            .forbidden, "ratecard.second_approver",
            "The setting \(Setting.secondApprover.name) asks for somebody else to approve than who imports",
            facts: ["card": card.name])
    }

    /// The versions in effect and scheduled that it does not follow, since they are what people see change.
    private func compareWithOthers(
        _ succession: Succession, _ versions: [RateCardVersion], report: inout RateCardReport, on connection: Connection
    ) throws {
        var others = versions.scheduled(afterMicros: receivedMicros)
        if let current = versions.inEffect(atMicros: receivedMicros) { others.insert(current, at: 0) }
        for version in others where version.id != succession.previous?.id {
            let rates = try StoredRates.sheet(version, on: connection)
            let start = max(succession.startMicros, version.effectiveFromMicros)
            let difference = RateDifference(from: rates, to: succession.whole, startMicros: start)
            report.comparisons.append(
                RateCardReport.Comparison(
                    version: version.number, stage: versions.stage(of: version, atMicros: receivedMicros),
                    effectiveFrom: version.effectiveFrom, difference: difference))
        }
    }

    private func judge(_ succession: Succession, report: inout RateCardReport, on connection: Connection) throws {
        report.implausible = succession.difference.implausibilities(
            receivedMicros: receivedMicros, isFirst: succession.previous == nil)
        guard let before = succession.previousRates, !succession.changesNothing else { return }
        let received = RateSheet.text(utcMicros: receivedMicros)
        report.notice = try NoticeCheck.checks(
            of: &report.difference, card: card, received: received, on: connection)
        report.margin = try MarginEffect(
            from: before, to: succession.whole, card: card, received: received, on: connection)
    }

    private func store(
        _ succession: Succession, _ versions: [RateCardVersion], report: inout RateCardReport, on connection: Connection
    ) throws {
        var sheet = succession.whole
        let masters = try MasterDestinations(of: sheet, on: connection)
        try masters.nameTheNameless(of: &sheet, on: connection)
        let hash = DeckDigest.hash(sheet, deckID: card.name)
        let versionID: CardVersionID
        if let waiting = versions.first(where: {
            $0.state == .draft && $0.contentHash == hash && $0.effectiveFromMicros == succession.startMicros
                && $0.baseID == succession.previous?.id
                && $0.replacedIDs == Set(succession.replaced.map(\.id))
                && $0.keptIDs == Set(succession.kept.map(\.id))
        }) {
            versionID = waiting.id
            report.version = waiting.number
            report.state = .waiting
        } else {
            let counts = masters.counts(of: sheet)
            let staged = try connection.run(
                job: "stage_names",
                [
                    "names": .texts(counts.map { sheet.names.text($0.name) }),
                    "destination_ids": .ints(counts.map { Int64($0.destinationID) }),
                    "prefixes": .ints(counts.map { Int64($0.rates) }),
                ])
            if try staged["unknown"].only().bool("is_unknown") {
                try NamedLock.destinations.acquire(actor: actor, onWaiting: onWaiting, on: connection)
                try connection.run(job: "add_destinations")
            }
            let added = try connection.run(
                job: "add_card_version",
                [
                    "card_id": .id(card.id), "rates": .int(Int64(sheet.rates.count)),
                    "effective_from": .text(succession.start), "content_hash": .bytes(hash),
                    "source_name": .text(report.source), "replaced_ids": .ids(succession.replaced.map(\.id)),
                    "kept_ids": .ids(succession.kept.map(\.id)),
                    "base_id": .optional(succession.previous?.id),
                    "received_at": .text(RateSheet.text(utcMicros: receivedMicros)), "scope": .text(scope.rawValue),
                    "generation": .optional(generation), "actor": .text(actor), "detail": .text(try detail(report)),
                ])
            let row = try added["add_version"].only()
            versionID = try row.id("id")
            let destinations = try CardDestinations(of: sheet.names, added["names"])
            try RateCopy.send(
                sheet, versionID: versionID, destinations: destinations, masters: masters, on: connection)
            report.version = try row.int("number")
            report.state = .draft
            try DeckLines.store(succession.whole, versionID: versionID, on: connection)
        }
        if sheet.hasVariants {
            report.undefined = try RateCardDrafting.undefinedVariants(ofVersion: versionID, on: connection)
        }
        guard approves else { return }
        report.withdrawn = try RateCardApproval.approve(versionID, actor: actor, on: connection)
        report.state = .approved
    }

    /// Sentences about time bands and origins that rates of a version name and its card does not have.
    static func undefinedVariants(ofVersion id: CardVersionID, on connection: Connection) throws -> [String] {
        try connection.run(query: "undefined_variants", ["version_id": .id(id)]).map { row in
            "The card has no \(try row.string("kind")) '\(try row.string("name"))': until it has, no call is of it."
        }
    }

    /// What the audit keeps of the difference: its counts, and what was forced.
    private func detail(_ report: RateCardReport) throws -> String {
        struct Detail: Encodable {
            let counts: [String: Int]
            let forced: [String]
        }
        let detail = Detail(counts: report.counts, forced: report.implausible)
        return String(decoding: try JSONEncoder().encode(detail), as: UTF8.self)
    }
}
