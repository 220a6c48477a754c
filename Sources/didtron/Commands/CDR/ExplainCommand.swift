import ArgumentParser
internal import CallStore
internal import Catalog
internal import Database
import Money
import Rating
internal import StoredCalls
internal import Vocabulary

/// Derives the stored price of a call from the rates in the database.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Derive the price of a call: card, prefix, increments, rounding, the lines of the file and of the deck.",
        discussion: """
            Takes the address of a call or the id that the switch gave it. Names the line of the deck that states the price; of a \
            generated card the rule and what each supplier asks. Ends with an error if the derivation gives another price than the one \
            that is stored.

            Examples:
              didtron explain 2026-10-03/12/345
              didtron explain 6f1b2c@fra1
            """)

    @OptionGroup var reference: CallReference

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .loader)
        let call = try StoredCall.find(
            reference.address(connection), database: database, connection)
        let sides = try Side.allCases.map { try SideExplanation.explain(call.row, $0, connection) }
        if json {
            try JSONOutput.print(ExplanationReport(call, sides))
        } else {
            let raw = call.evidence
            print("Call \(call.row.address), \(CallText.kind(call.row.kind)), \(CallText.start(call.row))")
            print(
                "\(CallText.number(call.row.calling)) called \(CallText.number(call.row.called)) for "
                    + "\(CallText.seconds(call.row.durationNanos)) s")
            print("File \(raw.fileID), \(raw.fileName), line \(raw.line): \(CallText.printable(raw.bytes))")
            if let undone = try FileAccount.of(fileID: raw.fileID, connection).undoSentence { print(undone) }
            for side in sides { print("", side.text, separator: "\n", terminator: "") }
        }
        guard sides.allSatisfy(\.isReproduced) else {
            throw LoadError(
                inconsistent: "The derivation of call \(call.row.address) gives another price than the one stored")
        }
    }
}

extension SideExplanation {
    /// The lines, each ended.
    var text: String {
        let title = side == .sell ? "Sell" : "Buy"
        let partner = partnerCode.map { "\($0) (\(partnerName ?? ""))" } ?? "unknown partner"
        switch stored.state {
        case .notApplicable:
            let reason =
                inbound.isEmpty
                ? "the file names no \(side == .sell ? "customer" : "supplier")" : inbound.joined(separator: "; ")
            return "\(title): not applicable, \(reason)\n"
        case .unpriced:
            var text = "\(title): no price: \(reason ?? "resolved by a later revision")"
            if let account { text += ", account '\(account)'" }
            text += partnerCode == nil ? "\n" : ", \(partner)\n"
            return inbound.reduce(text) { $0 + "  \($1)\n" }
        case .priced: break
        }
        var text = "\(title): \(AmountText.micros(stored.micros, digits: minorDigits)) \(currency ?? ""), \(partner)"
        if let productCode { text += ", product \(productCode)" }
        text += "\n"
        for sentence in inbound { text += "  \(sentence)\n" }
        guard let cardName, let versionNumber, let versionFrom else {
            return text + "  a call of zero seconds without a rate: it costs nothing\n"
        }
        text += "  card \(cardName), version \(versionNumber) in effect from \(versionFrom)\n"
        for line in origin.map(RateOriginText.lines) ?? [] { text += "  \(line)\n" }
        for kind in kinds { text += "  \(kind)\n" }
        for candidate in candidates {
            let span = "from \(candidate.effectiveFrom)" + (candidate.effectiveTo.map { " to \($0)" } ?? "")
            let verdict =
                candidate.isTaken
                ? "taken"
                : !candidate.isInEffect
                    ? "not in effect at the start"
                    : !candidate.fits ? "for other calls" : "shorter, older or less special than the one taken"
            let calls = candidate.variant.isEmpty ? "" : " (\(candidate.variant))"
            text +=
                "  prefix \(candidate.prefix)\(calls) \(span), \(AmountText.nanos(candidate.nanosPerMinute)) a minute"
            text += "\(candidate.isBlocked ? ", blocked" : ""): \(verdict)\n"
        }
        text += "  destination \(cardDestination ?? "-"), master list \(masterDestination ?? "-")\n"
        for step in steps { text += "  \(step)\n" }
        let amount = AmountText.micros(stored.micros, digits: minorDigits)
        text +=
            isReproduced
            ? "  = the stored \(amount) for \(stored.billedSeconds) s\n"
            : "  differs from the stored \(amount) for \(stored.billedSeconds) s, rate \(stored.rateID ?? 0)\n"
        return text
    }
}

/// A derivation as programs read it.
private struct ExplanationReport: Encodable {
    struct Derivation: Encodable {
        var side, state: String
        var partner, product, currency, billing_zone, reason, account, card, prefix, destination: String?
        var version: Int?
        var rate_id: Int32?
        var origin: RateOriginReport?
        var inbound, kinds, steps: [String]
        var stored_micros: Int64
        var computed_micros: Int64?
        var is_reproduced: Bool

        init(_ side: SideExplanation) {
            self.side = side.side.name
            state = CallText.state(side.stored.state)
            partner = side.partnerCode
            product = side.productCode
            currency = side.currency
            billing_zone = side.billingZone
            reason = side.reason
            account = side.account
            card = side.cardName
            prefix = side.prefix
            destination = side.cardDestination
            version = side.versionNumber
            rate_id = side.stored.rateID
            origin = side.origin.map(RateOriginReport.init)
            inbound = side.inbound
            kinds = side.kinds
            steps = side.steps
            stored_micros = side.stored.micros
            computed_micros = side.computedMicros
            is_reproduced = side.isReproduced
        }
    }

    var address: String
    var file_id: CallFileID
    var line: Int
    var record: String
    var sides: [Derivation]

    init(_ call: StoredCall, _ sides: [SideExplanation]) {
        address = "\(call.row.address)"
        file_id = call.evidence.fileID
        line = call.evidence.line
        record = String(decoding: call.evidence.bytes, as: UTF8.self)
        self.sides = sides.map(Derivation.init)
    }
}
