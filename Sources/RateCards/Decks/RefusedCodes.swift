import Money
import Rating
internal import Vocabulary

/// Codes of refused rows, and what becomes of them where a deck is taken without these rows.
///
/// A code whose row is refused has no price in the deck; left alone it would be priced by a shorter one. It keeps the price of
/// the version before unless a person says otherwise.
public struct RefusedCodes: Sendable {
    public enum Treatment: String, CaseIterable, Sendable {
        /// The price of the version before stays; a code that has none there and would be priced by a shorter one is asked about.
        case keep
        /// Calls are not taken.
        case block
        /// The code is left to shorter ones, as if the deck did not have it.
        case close
    }

    struct Code {
        let prefix: Prefix
        let line: Int
        /// Which calls the row is for, where that could be read; otherwise all of the code.
        var variant: Variant = .unknown
        /// False for a row that is torn, where what stands in the place of the code may be something else.
        var isSure = true

        enum Variant: Hashable {
            case unknown
            /// Nil = any call.
            case one(VariantName?)
        }
    }

    /// A code without a price that would be priced by a shorter one.
    struct Loose {
        let prefix: Prefix
        let line: Int
        let shorter: Prefix
    }

    var codes: [Code] = []
    /// What `line` counts.
    var unit = "line"
    /// Refused rows of which no code could be read.
    public internal(set) var rowsWithoutCode = 0
    public var treatment = Treatment.keep

    // What became of them in the whole that takes over.

    /// Codes that keep their price.
    public internal(set) var keptCodes = 0
    public internal(set) var blockedCodes = 0
    /// Codes that had a price, or would be priced by a shorter one now, as was stated.
    public internal(set) var closedCodes = 0
    var loose: [Loose] = []

    public init() {}

    /// What has to be answered before the deck may be taken without its refused rows.
    public var questions: [String] {
        guard let first = loose.first else { return [] }
        let listed = loose.prefix(5).map { "\($0.prefix) (\(unit) \($0.line)) by \($0.shorter)" }.joined(
            separator: ", ")
        let count = Int64(loose.count)
        return [
            "\(count) \(CountedNoun.of("code", count)) of refused rows \(count == 1 ? "has" : "have") no price to keep and would "
                + "be priced by a shorter one: \(listed)\(loose.count > 5 ? " …" : ""). Have \(first.line == loose.last?.line ? "its row" : "their rows") "
                + "corrected, or state \(Choice(.refused, "block")) (no calls) or \(Choice(.refused, "close")) (the shorter one prices them)."
        ]
    }

    /// Sentences about what became of them.
    public var notes: [String] {
        func note(_ count: Int, _ one: String, _ several: String) -> String? {
            guard count > 0 else { return nil }
            return "\(count) \(CountedNoun.of("code", Int64(count))) of refused rows \(count == 1 ? one : several)."
        }
        return [
            note(keptCodes, "keeps the price that it had", "keep the prices that they had"),
            note(blockedCodes, "is blocked, as stated", "are blocked, as stated"),
            note(closedCodes, "is left to shorter ones, as stated", "are left to shorter ones, as stated"),
        ].compactMap(\.self)
    }
}

// MARK: - In the whole that takes over

extension RateSheet {
    private struct Key: Hashable {
        let prefix: Prefix
        let variant: VariantName?
    }

    /// Gives the codes of a deck's refused rows their place in the whole that this sheet is.
    ///
    /// - Parameters:
    ///   - deck: without the refused rows.
    ///   - previous: the version that it follows.
    ///   - start: when the whole takes over.
    mutating func settleRefused(of deck: RateSheet, after previous: RateSheet, atMicros start: Int64, amends: Bool) {
        refused = deck.refused
        guard !refused.codes.isEmpty else { return }
        var seen: Set<Key> = []
        var dropped: Set<Key> = []
        var added: [Rate] = []
        let hasVariants = deck.hasVariants
        for code in refused.codes {
            let stated = Set(deck.rates(of: code.prefix).map(deck.variantName))
            if !stated.isEmpty, !hasVariants { continue }
            func concerns(_ variant: VariantName?) -> Bool {
                if case .one(let own) = code.variant, own != variant { return false }
                return !stated.contains(variant)
            }
            let old = previous.rates(of: code.prefix).filter {
                $0.effectiveToMicros > start && concerns(previous.variantName($0))
            }
            var variants = Set(old.map(previous.variantName))
            if case .one(let own) = code.variant { variants.insert(own) } else if variants.isEmpty { variants = [nil] }
            variants = variants.filter { concerns($0) && seen.insert(Key(prefix: code.prefix, variant: $0)).inserted }
            guard !variants.isEmpty, code.isSure || !old.isEmpty else { continue }
            let keys = variants.map { Key(prefix: code.prefix, variant: $0) }
            switch refused.treatment {
            case .keep:
                let kept = old.filter { variants.contains(previous.variantName($0)) }
                guard !kept.isEmpty else { continue }
                refused.keptCodes += 1
                guard !amends else { continue }
                dropped.formUnion(keys)
                for rate in kept { added.append(adopted(rate, of: previous)) }
            case .block:
                refused.blockedCodes += 1
                dropped.formUnion(keys)
                for variant in variants {
                    added.append(
                        blocked(code, variant, name: old.first.map { previous.names[Int($0.destination)] }, start))
                }
            case .close:
                guard !old.isEmpty || shorterRate(pricing: code, fromMicros: start) != nil else { continue }
                refused.closedCodes += 1
                dropped.formUnion(keys)
            }
        }
        if !dropped.isEmpty {
            let prefixes = Set(dropped.map(\.prefix))
            rates = rates.filter {
                !prefixes.contains($0.prefix) || !dropped.contains(Key(prefix: $0.prefix, variant: variantName($0)))
            }
        }
        rates += added
        sortRates()
        if refused.treatment == .keep { findLoose(atMicros: start) }
    }

    /// A rate that refuses calls of a code.
    private mutating func blocked(
        _ code: RefusedCodes.Code, _ variant: VariantName?, name: ArraySlice<UInt8>?, _ start: Int64
    ) -> Rate {
        var rate = Rate(
            prefix: code.prefix, id: Int32(truncatingIfNeeded: code.line), destination: names.index(of: name ?? []))
        rate.effectiveFromMicros = start
        rate.blocked = true
        if let variant { rate.variant = variant.numbered(in: &names) }
        return rate
    }

    /// Notes codes that a shorter one would price at some time.
    private mutating func findLoose(atMicros start: Int64) {
        var seen: Set<Prefix> = []
        for code in refused.codes where code.isSure && !seen.contains(code.prefix) {
            guard let shorter = shorterRate(pricing: code, fromMicros: start) else { continue }
            seen.insert(code.prefix)
            refused.loose.append(.init(prefix: code.prefix, line: code.line, shorter: shorter.prefix))
        }
    }

    /// The rate of the longest shorter prefix that prices calls while a code has no rate of its own; nil where none does, or calls
    /// are not taken there.
    private func shorterRate(pricing code: RefusedCodes.Code, fromMicros start: Int64) -> Rate? {
        let gaps = gaps(of: code, fromMicros: start)
        guard !gaps.isEmpty else { return nil }
        for count in stride(from: code.prefix.count - 1, through: 1, by: -1) {
            guard let shorter = code.prefix.first(count) else { continue }
            let group = rates(of: shorter).filter { $0.effectiveToMicros > start }
            guard !group.isEmpty else { continue }
            return group.first { rate in
                !rate.blocked
                    && gaps.contains { $0.overlaps(rate.effectiveFromMicros..<rate.effectiveToMicros) }
            }
        }
        return nil
    }

    /// When a code has no rate.
    private func gaps(of code: RefusedCodes.Code, fromMicros start: Int64) -> [Range<Int64>] {
        var gaps: [Range<Int64>] = []
        var end = start
        for rate in rates(of: code.prefix) {
            if case .one(let own) = code.variant, let variant = variantName(rate), own != variant { continue }
            if rate.effectiveFromMicros > end { gaps.append(end..<rate.effectiveFromMicros) }
            end = max(end, rate.effectiveToMicros)
        }
        if end < .max { gaps.append(end..<Int64.max) }
        return gaps
    }
}
