import Money
import Rating
internal import Vocabulary

// Differences that are more often a mistake in the file than a decision of a supplier.

extension RateDifference {
    /// What makes the difference implausible, a sentence each; empty where nothing does. Nothing is implausible about the
    /// prices of a first deck, whose prefixes are all new.
    ///
    /// - At least half of the prefixes are gone (two at least).
    /// - Of the prices compared at least one in a hundred is ten times what it was or more, or a tenth or less. Fewer of
    ///   them are left to the difference itself: single prices do move like that.
    /// - At least four fifths of the prices compared (four at least) changed by one and the same factor, to within a
    ///   hundredth of it: another currency, or another unit.
    /// - A change begins more than 90 days before the deck was received, or more than 180 days after it.
    ///
    /// - Parameters:
    ///   - receivedMicros: when the deck was received, in UTC microseconds.
    ///   - isFirst: no version came before, so that rates may have begun whenever they did.
    public func implausibilities(receivedMicros: Int64, isFirst: Bool) -> [String] {
        if let newSheet { return distantStarts(of: newSheet, receivedMicros: receivedMicros) }
        var sentences: [String] = []
        if let sentence = vanishing { sentences.append(sentence) }
        let moves = entries.compactMap(Move.init)
        let compared = moves.count + self[.unchanged] + unmovedCount
        if let sentence = constantFactor(of: moves, compared: compared) {
            sentences.append(sentence)
        }
        if let sentence = leaps(of: moves, compared: compared) { sentences.append(sentence) }
        sentences += distantDates(receivedMicros: receivedMicros, isFirst: isFirst)
        return sentences
    }

    /// A price above zero that became another one.
    private struct Move {
        let entry: Entry
        let from: Int64
        let to: Int64

        init?(_ entry: Entry) {
            guard let from = entry.fromNanos, let to = entry.toNanos, from != to, from > 0, entry.kind != .closed else {
                return nil
            }
            self.entry = entry
            self.from = from
            self.to = to
        }

        /// Millionths of the old price, rounded down; large ones are cut off.
        var factor: Int64 { Int64(clamping: Int128(to) * 1_000_000 / Int128(from)) }

        var isLeap: Bool { Int128(to) >= Int128(from) * 10 || Int128(to) * 10 <= Int128(from) }
    }

    /// Entries whose price a minute stayed.
    private var unmovedCount: Int { entries.count { $0.fromNanos != nil && $0.fromNanos == $0.toNanos } }

    private var vanishing: String? {
        let gone = self[.closed]
        let old = gone + self[.increase] + self[.decrease] + self[.changed] + self[.blocked] + self[.unchanged]
        guard gone >= 2, gone * 2 >= old else { return nil }
        return "\(gone) of \(old) prefixes are gone: is the file cut off, or an amendment (\(Choice(.amend)))?"
    }

    private func constantFactor(of moves: [Move], compared: Int) -> String? {
        guard moves.count >= 4, moves.count * 5 >= compared * 4 else { return nil }
        let middle = moves.map(\.factor).sorted()[moves.count / 2]
        let near = moves.count { move in
            // A price of few digits cannot follow the factor more exactly than its last digit.
            let expected = Int128(move.from) * Int128(middle)
            let distance = Int128(move.to) * 1_000_000 - expected
            return distance.magnitude * 100 <= expected.magnitude
        }
        guard near * 5 >= compared * 4 else { return nil }
        let text = DecimalText.format(middle / 1_000 * 1_000, decimals: DecimalText.microDecimals)
        return
            "\(near) of \(compared) prices are \(text) times what they were: is the deck in another currency or unit?"
    }

    private func leaps(of moves: [Move], compared: Int) -> String? {
        let leaps = moves.filter(\.isLeap)
        guard let first = leaps.first, leaps.count * 100 >= compared else { return nil }
        let example = "\(first.entry.prefix) \(first.entry.from ?? "") -> \(first.entry.to ?? "")"
        return leaps.count == 1
            ? "A price is ten times what it was, or a tenth: \(example)."
            : "\(leaps.count) of \(compared) prices are ten times what they were, or a tenth, such as \(example)."
    }

    /// Of a first deck, whose rates may have begun whenever they did.
    private func distantStarts(of sheet: RateSheet, receivedMicros: Int64) -> [String] {
        let late = receivedMicros + 180 * 86_400_000_000
        var count = 0
        var latest: Rate?
        var groups = PrefixGroups(sheet.rates)
        while let group = groups.next() {
            // The price of a prefix is its last one.
            guard let last = group.last, last.effectiveFromMicros > late else { continue }
            count += 1
            if last.effectiveFromMicros > latest?.effectiveFromMicros ?? .min { latest = last }
        }
        return latest.map {
            [RateDifference.late(count, "\($0.prefix)", RateSheet.text(utcMicros: $0.effectiveFromMicros))]
        } ?? []
    }

    private static func late(_ count: Int, _ prefix: String, _ start: String) -> String {
        "\(count) \(count == 1 ? "change begins" : "changes begin") more than 180 days after the deck was received, the last "
            + "(\(prefix)) on \(start)."
    }

    private func distantDates(receivedMicros: Int64, isFirst: Bool) -> [String] {
        let day: Int64 = 86_400_000_000
        var sentences: [String] = []
        let starts = entries.compactMap { entry in entry.startMicros.map { (micros: $0, entry: entry) } }
        let early = starts.filter { !isFirst && $0.micros < receivedMicros - 90 * day }
        if let earliest = early.min(by: { $0.micros < $1.micros }) {
            sentences.append(
                "\(early.count) \(early.count == 1 ? "change begins" : "changes begin") more than 90 days before the deck was received, the first "
                    + "(\(earliest.entry.prefix)) on \(earliest.entry.effectiveFrom ?? "").")
        }
        let late = starts.filter { $0.micros > receivedMicros + 180 * day }
        if let latest = late.max(by: { $0.micros < $1.micros }) {
            sentences.append(
                RateDifference.late(late.count, latest.entry.prefix, latest.entry.effectiveFrom ?? ""))
        }
        return sentences
    }
}
