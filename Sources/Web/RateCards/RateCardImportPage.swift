import Accounts
import Catalog
import Foundation
import Hummingbird
import Money
import Operations
import Postgres
import RateBook
import RateCards
import Rating
import Vocabulary

/// A deck is sent, shown with all that it changes, and kept as a draft, or put into effect.
struct RateCardImportPage: StatedFile {
    static let path = "\(RateCardListPage.path)/import"
    static let routes: [Route] = RateCardImportPage().routes

    var path: String { Self.path }
    var permission: Permission { .changeCards }
    var bytesMax: Int { DeckLimits.bytes }
    var fileHint: String { "CSV and its like, XLSX or JSON, plain or packed; columns in any order" }

    func act(_ known: Void) -> String { "ratecard.import" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let make = FieldMaker(fields, problems)
        return ActForm(
            title: "Import a deck", verb: "Store it", facts: [Fact("Entity", request.session.entityName)],
            note: "The version takes over with its first new or changed rate; prefixes that the deck lacks are closed.",
            fields: [
                make.text("card", "Card", "Its name; it is made if there is none"),
                make.choice(
                    "side", "Side", "Who pays these prices", [("sell", "Customers pay"), ("buy", "A supplier asks")]),
                make.text("currency", "Currency", "Of the rates, such as USD", width: 8),
                make.text("partner", "Assign to", "Code of a partner, where it is new", optional: true),
                make.text(
                    "effective", "Start", "Of the version, and of rates that state none: a day or an instant",
                    width: 20, optional: true),
                make.choice(
                    "approve", "What becomes of it", "A draft prices nothing until it is approved",
                    [("no", "A draft"), ("yes", "It goes into effect")]),
                make.choice(
                    "whole", "Prefixes that it lacks", nil,
                    [("yes", "Are closed"), ("no", "Stay: it only amends the card")]),
                make.choice(
                    "refusals", "Refused rows", nil,
                    [
                        ("no", "Stop the deck"), ("keep", "Leave them out; their codes keep their price"),
                        ("block", "Leave them out; their codes are blocked"),
                        ("close", "Leave them out; their codes are closed"),
                    ]),
                make.choice(
                    "scheduled", "Scheduled versions that say otherwise", nil,
                    [("", "Ask"), ("keep", "Stay"), ("replace", "Are replaced")]),
                make.choice(
                    "force", "What looks like a mistake", "Half of the prefixes gone, prices far off, dates far away",
                    [("no", "Stops the deck"), ("yes", "Is right: take it")]),
                make.choice(
                    "layout", "Another layout than the saved one", nil,
                    [
                        ("no", "Stops the deck"), ("yes", "Is understood rightly"),
                        ("save", "Is understood rightly, and saved"),
                    ]),
                Field(
                    "reading", "How it is read",
                    hint:
                        "Where it is not understood: lines such as date_format = dmy, decimal = comma, header_row = 3, sheet = Rates, increments = 60/60, delimiter = semicolon",
                    error: problems.of("reading"), value: fields.typed("reading"), isOptional: true, isArea: true),
            ],
            crumbs: [.billing, Shell.Crumb(title: "Rate cards", href: RateCardListPage.path)],
            cancel: RateCardListPage.path)
    }

    /// Settings of a deck as lines of names and values.
    static func settings(_ text: String) throws -> ReadingSettings {
        var object: [String: Any] = [:]
        for line in text.split(whereSeparator: \.isNewline) where line.contains(where: { !$0.isWhitespace }) {
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty else {
                throw FormProblems("reading", "Write each line as a name, = and a value: decimal = comma.")
            }
            if parts[0] == "increments" {
                let seconds = parts[1].split(separator: "/").compactMap { Int($0) }
                guard seconds.count == 2 else { throw FormProblems("reading", "Increments are such as 60/60.") }
                object["increments"] = ["initial": seconds[0], "further": seconds[1]]
            } else if parts[0].hasPrefix("column ") {
                var columns = object["columns"] as? [String: String] ?? [:]
                columns[String(parts[0].dropFirst(7))] = parts[1]
                object["columns"] = columns
            } else {
                object[parts[0]] = Int(parts[1]).map { $0 as Any } ?? parts[1]
            }
        }
        guard !object.isEmpty else { return ReadingSettings() }
        do {
            let json = try JSONSerialization.data(withJSONObject: ["settings": object])
            return try DeckProfile(json: [UInt8](json)).settings
        } catch {
            throw FormProblems("reading", "\(error)")
        }
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, _ file: StatedFileContent,
        on connection: Connection
    ) throws -> DeckOutcome {
        var form = FormReader(fields)
        let card = form.text("card", missing: "Enter the name of the card.")
        let code = form.text("currency", missing: "Enter the currency of the rates.")
        let currency = Currency(code: code.uppercased())
        if currency == nil, !code.isEmpty {
            form.problem("currency", "\(code) is no currency of ISO 4217, such as USD.")
        }
        let effective = fields["effective"].flatMap(StatedMoment.init)
        if fields["effective"] != nil, effective == nil {
            form.problem("effective", "Enter a day such as 2026-11-01, or an instant.")
        }
        try form.check()
        guard let currency else { throw FormProblems("currency", "Enter the currency of the rates.") }
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var deck = RateCardImport(
            card: card, side: fields["side"] == "buy" ? .buy : .sell, currency: currency, nowMicros: now,
            actor: request.session.mail, clock: ZoneClock.clock(of:))
        deck.entity = request.session.entityCode
        deck.settings = try Self.settings(fields["reading"] ?? "")
        deck.partner = fields["partner"]
        deck.effective = effective
        deck.approves = fields["approve"] == "yes"
        deck.amends = fields["whole"] == "no"
        deck.scheduled = fields["scheduled"].flatMap(ScheduledAnswer.init)
        deck.isForced = fields["force"] == "yes"
        deck.confirmed = deck.isForced ? Set(DeckWarning.allCases) : []
        deck.acceptsLayout = ["yes", "save"].contains(fields["layout"] ?? "")
        deck.savesProfile = fields["layout"] == "save"
        deck.listsNew = false
        if let treatment = fields["refusals"].flatMap(RefusedCodes.Treatment.init) {
            deck.acceptsRefusals = true
            deck.refusedCodes = treatment
        }
        return DeckOutcome(try deck.run(file.bytes, source: file.name, on: connection))
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ outcome: DeckOutcome, on connection: Connection
    ) throws -> ActEffects { outcome.report.map { RateCardReportView(report: $0).effects } ?? ActEffects() }

    func done(_ request: PageRequest, _ known: Void, _ outcome: DeckOutcome) -> (path: String, flash: Flash) {
        outcome.done
    }
}
