internal import Catalog
internal import Ledger
import Money
import Operations
internal import Receivables
internal import Vocabulary

/// Describes what waits, with the commands that resolve it.
enum StatusText {
    struct Line {
        var kind: String
        var subject, detail: String?
        var count: Int64
        var sentence: String
        var commands: [String]
    }

    static func head(_ counts: InstallationStatus.Counts) -> String {
        let parts = [
            (counts.entities, "entity"), (counts.partners, "partner"), (counts.accounts, "account"),
            (counts.cards, "rate card"), (counts.files, "file"), (counts.calls, "call"),
            (counts.invoices, "issued invoice"),
        ]
        return parts.map { AmountText.count($0.0, $0.1) }.joined(separator: ", ")
    }

    /// Where nothing waits: that, or how to begin.
    static func nothing(_ counts: InstallationStatus.Counts) -> String {
        if counts.partners == 0 {
            return
                "\nNothing is set up yet.\n    didtron init FOLDER     writes example files of a small carrier, with the "
                + "commands to import them\n    didtron demo            shows the whole job on a made-up carrier"
        }
        if counts.files == 0 { return "\nNo calls yet.\n    didtron cdr import FILE" }
        return "\nNothing waits."
    }

    static func lines(_ status: InstallationStatus) -> [Line] {
        setup(status.counts) + files(status) + status.items.filter { $0.kind == .suspense }.map(suspense)
            + status.repriced.map(repriced) + status.items.filter { $0.kind != .suspense }.map(line)
    }

    // MARK: - Lines

    /// Lists what is missing before calls can be priced.
    private static func setup(_ counts: InstallationStatus.Counts) -> [Line] {
        guard counts.partners > 0, counts.sidesWithoutCard > 0 else { return [] }
        return [
            Line(
                kind: "without_card", count: counts.sidesWithoutCard,
                sentence:
                    "There are accounts, and no rate card is assigned on \(counts.sidesWithoutCard == 1 ? "one side" : "some sides").",
                commands: [
                    "didtron ratecard import FILE --card NAME --side sell --currency CCY --customer PARTNER --approve",
                    "didtron ratecard assign --card NAME --partner PARTNER",
                ])
        ]
    }

    private static func files(_ status: InstallationStatus) -> [Line] {
        let unfinished = status.unfinishedFiles.map { file in
            Line(
                kind: "file", subject: "\(file.fileID)", detail: file.name, count: file.rowsRead,
                sentence: "\(file.refusal.description).", commands: fileCommands(file))
        }
        let behind = status.booksBehind.map { waiting in
            let files = AmountText.count(waiting.files, "file")
            let calls = AmountText.count(waiting.calls, "call")
            let verb = waiting.files == 1 ? "is" : "are"
            return Line(
                kind: waiting.step == .close ? "unclosed" : "unposted", count: waiting.files,
                sentence: waiting.step == .close
                    ? "\(files) with \(calls) \(verb) loaded and not closed yet."
                    : "\(files) with \(calls) \(verb) closed and not in the ledger yet.",
                commands: ["didtron ledger post"])
        }
        return unfinished + behind
    }

    private static func fileCommands(_ file: UnfinishedFile) -> [String] {
        switch file.refusal.reason {
        case "file.being_loaded", "file.being_undone": ["didtron cdr files \(file.fileID)"]
        case "file.undo_interrupted": ["didtron cdr undo \(file.fileID) --apply --reason TEXT"]
        case "file.stopped":
            ["didtron cdr rejects \(file.fileID)", "didtron cdr import \(file.name) --accept-rejects", undo(file)]
        case "rerate.interrupted": ["didtron rerate --finish"]
        default: ["didtron cdr import \(file.name)", undo(file)]
        }
    }

    private static func undo(_ file: UnfinishedFile) -> String { "didtron cdr undo \(file.fileID) --reason TEXT" }

    private static func suspense(_ item: InstallationStatus.Item) -> Line {
        let (side, reason) = (item.subject ?? "", item.detail ?? "")
        let calls = AmountText.count(item.count, "call")
        let seconds = item.seconds.map { " (\(AmountText.grouped($0)) s)" } ?? ""
        let verb = item.count == 1 ? "waits" : "wait"
        let again = "didtron cdr unrated --rate-again"
        let list = "didtron cdr unrated --reason \(reason)"
        let cause: String
        let commands: [String]
        switch reason {
        case "unknown_account":
            cause = "\(side == "sell" ? "customer" : "supplier") accounts that are not known"
            commands = [
                list, "didtron account import FILE",
                "didtron cdr correct --side \(side) --stated OLD --account NEW --reason TEXT", again,
            ]
        case "no_card":
            cause = "partners without a card in effect"
            commands = [list, "didtron ratecard assign --card NAME --partner PARTNER", again]
        case "no_prefix":
            cause = "numbers that no rate of the card is for"
            commands = [list, "didtron ratecard import FILE --card NAME …", again]
        case "no_variant":
            cause = "no rate for calls of their time, origin or jurisdiction"
            commands = [list, "didtron ratecard import FILE --card NAME …", again]
        case "blocked":
            cause = "numbers that the card blocks"
            commands = [list, "didtron ratecard import FILE --card NAME …", again]
        case "no_exchange_rate", "stale_exchange_rate":
            cause =
                reason == "no_exchange_rate"
                ? "a pair of currencies without a rate" : "an exchange rate that is too old"
            commands = [list, "didtron fx import FILE --reason TEXT", again]
        case "too_long":
            cause = "calls that are longer than may be"
            commands = [list, "didtron settings list", again]
        case "too_large":
            cause = "prices that come to more than a million units"
            commands = [list, "didtron ratecard import FILE --card NAME …", again]
        default:
            cause = "legs that cannot be told apart"
            commands = [list]
        }
        return Line(
            kind: item.kind.rawValue, subject: side, detail: reason, count: item.count,
            sentence: "\(calls)\(seconds) \(verb) for a \(side) price: \(cause).", commands: commands)
    }

    private static func repriced(_ doubt: InvoiceDoubt) -> Line {
        Line(
            kind: "repriced", subject: doubt.partnerCode, detail: "\(doubt.invoiceID)", count: 1,
            sentence: "\(doubt.sentence).",
            commands: [
                "didtron invoice void \(doubt.invoiceID)",
                "didtron invoice run --period \(doubt.periodStartOn.prefix(7)) --partner \(doubt.partnerCode)",
            ])
    }

    private static func line(_ item: InstallationStatus.Item) -> Line {
        let (subject, detail) = (item.subject ?? "", item.detail ?? "")
        let isOne = item.count == 1
        func count(_ noun: String) -> String { AmountText.count(item.count, noun) }
        let sentence: String
        let commands: [String]
        switch item.kind {
        case .suspense: return suspense(item)
        case .cardDraft:
            sentence = "Version \(detail) of card \(subject) is a draft (\(count("rate")))."
            commands = [
                "didtron ratecard show --card \(subject)", "didtron ratecard approve --card \(subject)",
                "didtron ratecard withdraw --card \(subject)",
            ]
        case .destination:
            sentence =
                "\(count("name")) of card \(subject) \(isOne ? "is" : "are") in no list of destinations, such as \(detail)."
            commands = ["didtron destination mapping list --card \(subject)"]
        case .unbilled:
            sentence = "\(count("customer")) \(isOne ? "has" : "have") usage of \(detail) on no invoice."
            commands = ["didtron invoice run --period \(detail)"]
        case .invoice:
            let isDraft = subject == "draft"
            sentence =
                isDraft
                ? "\(count("invoice")) of \(detail) \(isOne ? "is a draft" : "are drafts")."
                : "\(count("invoice")) of \(detail) \(isOne ? "is" : "are") approved and not issued."
            commands = [
                "didtron invoice list --period \(detail)",
                "didtron invoice \(isDraft ? "approve" : "issue") --period \(detail)",
            ]
        case .unconverted:
            sentence =
                "\(count("amount")) in \(subject) \(isOne ? "is" : "are") not in the functional currency \(detail): no exchange rate of the day was known."
            commands = ["didtron fx import FILE --reason TEXT", "didtron ledger trial-balance"]
        case .billingChange:
            sentence =
                "\(count("customer")), such as \(subject), \(isOne ? "pays" : "pay") otherwise since \(detail): deposits and unbilled usage are not moved yet."
            commands = ["didtron partner change-mode --due --dry-run", "didtron partner change-mode --due"]
        case .advance:
            sentence = "What was paid ahead to \(subject) runs out on \(detail) at the rate of the last two weeks."
            commands = [
                "didtron partner balance \(subject)",
                "didtron payment record \(subject) --amount AMOUNT --to-supplier --advance",
            ]
        case .job:
            sentence = "\(count("job")) \(subject) \(isOne ? "is" : "are") parked: \(detail)."
            commands = [
                "didtron jobs list --state parked", "didtron jobs retry \(item.lastID.map(String.init) ?? "JOB")",
            ]
        case .refused:
            let what = isOne ? "\(subject) was refused" : "\(subject) was refused \(AmountText.count(item.count)) times"
            sentence = "\(what), and not done since: \(ChoiceWording.options(in: detail))."
            commands = ["didtron audit list --refused --name \(subject)"]
        }
        return Line(
            kind: item.kind.rawValue, subject: item.subject, detail: item.detail, count: item.count, sentence: sentence,
            commands: commands)
    }
}
