import CallStore
import Calendar
import Catalog
import Money
import Rating
import StoredCalls

/// A call in the words of its page.
struct CallView {
    let call: StoredCall
    let sides: [SideExplanation]
    let mayNumbers: Bool

    private var row: CallRow { call.row }

    var badge: Badge {
        let waits = sides.contains { $0.stored.state == .unpriced }
        if waits { return Badge(.overdue, "No price") }
        return row.kind == .reversal ? Badge(.void, "Reversal") : Badge(.paid, "Rated")
    }

    /// UTC, ISO 8601 with whole seconds.
    private var startedAt: String {
        let day = CallRow.day(ofMicros: row.startMicros)
        let second = (row.startMicros - Int64(day) * 86_400_000_000) / 1_000_000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(CivilDay(daysSince1970: day))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    var facts: [Fact] {
        [
            Fact("Started", Instant(startedAt)), Fact("Duration", Amount.duration(nanos: row.durationNanos)),
            Fact("File", "\(call.evidence.fileName), line \(Amount.count(Int64(call.evidence.line)).text)"),
            Fact("Switch", call.evidence.switchCode),
        ]
    }

    var strip: [StripItem] {
        var items: [StripItem] = []
        for side in sides where side.stored.state == .priced {
            let title = side.side == .sell ? "Sold at" : "Bought at"
            items.append(
                StripItem(name: "\(title), \(side.currency ?? "")", amount: Amount.micros(side.stored.micros).text))
        }
        let priced = sides.filter { $0.stored.state == .priced }
        if priced.count == 2, priced[0].currency == priced[1].currency, let currency = priced[0].currency {
            let margin = Int128(row.sell.micros) - Int128(row.buy.micros)
            items.append(
                StripItem(
                    name: margin < 0 ? "Loss, \(currency)" : "Margin, \(currency)", amount: Amount.micros(margin).text,
                    sign: "=", isResult: true))
        }
        return items
    }

    func side(_ side: SideExplanation) -> CallPage.Side {
        let isSell = side.side == .sell
        let partner = side.partnerName ?? side.account ?? "nobody"
        var steps: [CallPage.Step] = side.inbound.map { CallPage.Step(words: $0) }
        if let card = side.cardName, let version = side.versionNumber {
            steps.append(
                CallPage.Step(
                    words:
                        "Card in effect: \(card), version \(version)\(side.versionFrom.map { ", from \(Instant.short($0).text)" } ?? "")",
                    result: side.currency))
        }
        if let prefix = side.prefix, let taken = side.candidates.first(where: \.isTaken) {
            let name = side.cardDestination ?? side.masterDestination ?? ""
            steps.append(
                CallPage.Step(
                    words: "Longest prefix of the number called: \(prefix) \(name)",
                    result: "\(Amount.rate(taken.nanosPerMinute).text) a minute"))
        }
        steps += side.kinds.map { CallPage.Step(words: $0) }
        steps += side.steps.map { Self.step($0.replacing("_", with: " ")) }
        switch side.stored.state {
        case .priced:
            steps.append(
                CallPage.Step(
                    words: isSell ? "Price to the customer" : "Price of the supplier",
                    result: "\(side.currency ?? "") \(Amount.micros(side.stored.micros).text)", isResult: true))
        case .unpriced:
            steps.append(CallPage.Step(words: "No price: \(side.reason ?? "no rate")", result: "waits", isResult: true))
        case .notApplicable:
            steps.append(CallPage.Step(words: "This side does not apply", result: "-", isResult: true))
        }
        return CallPage.Side(
            id: side.side.name, title: isSell ? "Sold to \(partner)" : "Bought from \(partner)", steps: steps,
            note: side.billingZone.map { "Billing zone \($0)" })
    }

    /// `initial 30 s + … : 192 s` as words and result.
    private static func step(_ sentence: String) -> CallPage.Step {
        guard let colon = sentence.range(of: ": ", options: .backwards) else {
            return CallPage.Step(words: capital(sentence))
        }
        return CallPage.Step(
            words: capital(String(sentence[..<colon.lowerBound])), result: String(sentence[colon.upperBound...]))
    }

    private static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    var fields: SummaryList {
        func number(_ number: CallNumber) -> String {
            number == .none
                ? "-" : DialledNumber.text(String(decoding: number.digits, as: UTF8.self), isWhole: mayNumbers)
        }
        var rows = [
            SummaryList.Row(name: "Calling", text: number(row.calling), isCode: true),
            SummaryList.Row(name: "Called", text: number(row.called), isCode: true),
            SummaryList.Row(name: "Duration", text: "\(DecimalText.format(row.durationNanos, decimals: 9)) s"),
            SummaryList.Row(name: "Ended", text: row.sipCode == 0 ? "not stated" : "SIP \(row.sipCode)"),
        ]
        for side in sides {
            rows.append(
                SummaryList.Row(
                    name: side.side == .sell ? "Customer" : "Supplier",
                    text: [side.partnerName, side.partnerCode.map { "(\($0))" }].compactMap(\.self).joined(
                        separator: " ")))
        }
        rows.append(
            SummaryList.Row(
                name: "Revisions", text: "\(AmountText.count(Int64(call.history.count), "row")) of this call"))
        return SummaryList(
            rows: rows.map { $0.text.isEmpty ? SummaryList.Row(name: $0.name, text: "none") : $0 }, isTwo: true)
    }

    /// The record of the file; without the numbers where the role may not see them.
    var rawLine: String {
        var text = String(decoding: call.evidence.bytes, as: UTF8.self)
        guard !mayNumbers else { return text }
        for number in [row.calling, row.called] where number != .none {
            let digits = String(decoding: number.digits, as: UTF8.self)
            guard digits.count > 6 else { continue }
            text = text.replacing(digits, with: DialledNumber.text(digits, isWhole: false))
        }
        return text
    }
}
