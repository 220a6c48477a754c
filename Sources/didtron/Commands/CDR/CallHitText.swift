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

/// A page of a search as programs read it.
struct CallPageReport: Encodable {
    struct Place: Encodable {
        var file_id: CallFileID
        var file: String
        var line: Int?

        init(_ place: CallHit.Place) {
            file_id = place.fileID
            file = place.fileName
            line = place.line
        }
    }

    struct Amount: Encodable {
        var micros: Int64
        var currency: String
    }

    struct Hit: Encodable {
        var state: String
        var call, start, customer, supplier, record: String?
        var duration_ns: Int64?
        var calling, called: String
        var sell, buy: Amount?
        var reasons: [String]
        var place: Place
        /// The call that a duplicate repeats, or the revision that took the place of this one.
        var other_call: String?
        var other_place: Place?

        init(_ hit: CallHit) {
            state = hit.status.rawValue
            call = hit.address.map { "\($0)" }
            start = hit.startMicros.map { RateSheet.text(utcMicros: $0) }
            duration_ns = hit.durationNanos
            customer = hit.customer
            supplier = hit.supplier
            record = hit.text.map { String(decoding: $0, as: UTF8.self) }
            calling = hit.calling
            called = hit.called
            sell = hit.sell.map { Amount(micros: $0.micros, currency: $0.currency) }
            buy = hit.buy.map { Amount(micros: $0.micros, currency: $0.currency) }
            reasons = hit.reasons
            place = Place(hit.place)
            other_call = hit.other.map { "\($0.address)" }
            other_place = hit.other.map { Place($0.place) }
        }
    }

    var hits: [Hit]
    /// For `--after`; absent where all was looked at.
    var next: String?
    var left_out: [String]

    init(_ page: CallSearch.Page) {
        hits = page.hits.map(Hit.init)
        next = page.next.map { "\($0)" }
        left_out = page.leftOut
    }
}
