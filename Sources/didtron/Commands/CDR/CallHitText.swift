import Contracts
internal import Catalog
import RateCards
internal import StoredCalls
internal import Vocabulary

/// Hits of a search in words.
enum CallHitText {
    /// Calls, a row each.
    static func table(_ hits: [CallHit], withLines: Bool) -> String {
        var table = TextTable([
            .left("start (UTC)"), .left("calling"), .left("called"), .right("seconds"), .left("customer"),
            .right("sell"),
            .left("supplier"), .right("buy"), .left("state"), .left("call"), .left("file"),
        ])
        for hit in hits {
            table.rows.append([
                hit.startMicros.map(CallText.instant) ?? "-", hit.calling.isEmpty ? "-" : hit.calling, hit.called,
                hit.durationNanos.map(CallText.seconds) ?? "-", hit.customer ?? "-", amount(hit.sell),
                hit.supplier ?? "-", amount(hit.buy), hit.reasons.isEmpty ? hit.status.rawValue : state(hit),
                hit.address.map { "\($0)" } ?? "-",
                "\(hit.place.fileID)" + (withLines ? hit.place.line.map { ", line \($0)" } ?? "" : ""),
            ])
        }
        return table.text
    }

    /// `unrated (sell: no_prefix)`.
    private static func state(_ hit: CallHit) -> String {
        "\(hit.status.rawValue) (\(hit.reasons.joined(separator: ", ")))"
    }

    private static func amount(_ amount: CallHit.Amount?) -> String {
        amount.map { "\(AmountText.micros($0.micros, digits: $0.minorDigits)) \($0.currency)" } ?? "-"
    }

    /// A duplicate or a reject, with its text.
    static func record(_ hit: CallHit) -> String {
        let place = place(hit.place)
        let text = hit.text.map { "\n  \(CallText.printable($0, most: 300))" } ?? ""
        switch hit.status {
        case .reject: return "Reject: \(place): \(hit.reasons.joined(separator: ", "))\(text)"
        default:
            let repeats = hit.other.map { "repeats call \($0.address) of \(self.place($0.place))" }
            return "Duplicate: \(place) \(repeats ?? "repeats a call that is not there any more")\(text)"
        }
    }

    /// What became of a call that holds no longer; nil where it does.
    static func history(_ hit: CallHit) -> String? {
        guard let address = hit.address, let other = hit.other else { return nil }
        switch hit.status {
        case .undone:
            return "\(address) was taken back with its file (file \(other.place.fileID), \(other.place.fileName))."
        default:
            return "\(address) is superseded by \(other.address) (file \(other.place.fileID), \(other.place.fileName))."
        }
    }

    private static func place(_ place: CallHit.Place) -> String {
        "file \(place.fileID), \(place.fileName)" + (place.line.map { ", line \($0)" } ?? "")
    }
}

extension JSON.CallPage {
    init(_ page: CallSearch.Page) {
        self.init(hits: page.hits.map(JSON.CallHit.init), next: page.next.map { "\($0)" }, leftOut: page.leftOut)
    }
}

extension JSON.CallHit {
    init(_ hit: CallHit) {
        self.init(
            state: hit.status.rawValue, call: hit.address.map { "\($0)" },
            startAt: hit.startMicros.map { RateSheet.text(utcMicros: $0) }, durationNs: hit.durationNanos,
            customer: hit.customer, supplier: hit.supplier, calling: hit.calling, called: hit.called,
            sell: hit.sell.map(JSON.CallAmount.init), buy: hit.buy.map(JSON.CallAmount.init), reasons: hit.reasons,
            place: JSON.CallPlace(hit.place), otherCall: hit.other.map { "\($0.address)" },
            otherPlace: hit.other.map { JSON.CallPlace($0.place) },
            record: hit.text.map { String(decoding: $0, as: UTF8.self) })
    }
}

extension JSON.CallAmount {
    init(_ amount: CallHit.Amount) {
        self.init(amountMicros: amount.micros, currency: amount.currency, minorDigits: amount.minorDigits)
    }
}

extension JSON.CallPlace {
    init(_ place: CallHit.Place) {
        self.init(fileID: place.fileID.rawValue, file: place.fileName, line: place.line)
    }
}
