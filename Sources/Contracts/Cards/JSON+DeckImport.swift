extension JSON {
    /// Result of importing or generating a deck.
    package struct DeckImport: Codable, Equatable, Sendable {
        package var card: String
        package var side: String
        package var currency: String
        package var source: String
        /// `refused`, `unchanged`, `draft`, `waiting` or `approved`.
        package var state: String
        package var version: Int64?
        package var effectiveAt: String?
        package var rows: Int
        package var blankRows: Int
        package var rates: Int
        package var keptPrices: Int
        package var refusals: [RefusedRow]
        package var undefined: [String]
        /// Number of a version.
        package var comparedWith: Int64?
        package var comparedStage: String?
        /// Prefixes by kind of difference.
        package var counts: [String: Int]
        package var difference: [RateChange]
        package var comparisons: [DeckComparison]
        package var notice: [NoticeCheck]
        package var margin: MarginEffect?
        package var implausible: [String]
        package var keptRates: Int
        /// Numbers of versions.
        package var withdrawn: [Int64]
        package var replaces: [Int64]
        package var assignedTo: String?
        package var notes: [String]
        package var ignoredColumns: [String]
        package var inspection: DeckInspection?
        package var questions: [String]
        package var madeEntity: String?

        package init(
            card: String, side: String, currency: String, source: String, state: String, version: Int64? = nil,
            effectiveAt: String? = nil, rows: Int, blankRows: Int, rates: Int, keptPrices: Int, refusals: [RefusedRow],
            undefined: [String], comparedWith: Int64? = nil, comparedStage: String? = nil, counts: [String: Int],
            difference: [RateChange], comparisons: [DeckComparison], notice: [NoticeCheck], margin: MarginEffect? = nil,
            implausible: [String], keptRates: Int, withdrawn: [Int64], replaces: [Int64], assignedTo: String? = nil,
            notes: [String], ignoredColumns: [String], inspection: DeckInspection? = nil, questions: [String],
            madeEntity: String? = nil
        ) {
            self.card = card
            self.side = side
            self.currency = currency
            self.source = source
            self.state = state
            self.version = version
            self.effectiveAt = effectiveAt
            self.rows = rows
            self.blankRows = blankRows
            self.rates = rates
            self.keptPrices = keptPrices
            self.refusals = refusals
            self.undefined = undefined
            self.comparedWith = comparedWith
            self.comparedStage = comparedStage
            self.counts = counts
            self.difference = difference
            self.comparisons = comparisons
            self.notice = notice
            self.margin = margin
            self.implausible = implausible
            self.keptRates = keptRates
            self.withdrawn = withdrawn
            self.replaces = replaces
            self.assignedTo = assignedTo
            self.notes = notes
            self.ignoredColumns = ignoredColumns
            self.inspection = inspection
            self.questions = questions
            self.madeEntity = madeEntity
        }

        private enum CodingKeys: String, CodingKey {
            case card, side, currency, source, state, version
            case effectiveAt = "effective_at"
            case rows
            case blankRows = "blank_rows"
            case rates
            case keptPrices = "kept_prices"
            case refusals, undefined
            case comparedWith = "compared_with"
            case comparedStage = "compared_stage"
            case counts, difference, comparisons, notice, margin, implausible
            case keptRates = "kept_rates"
            case withdrawn, replaces
            case assignedTo = "assigned_to"
            case notes
            case ignoredColumns = "ignored_columns"
            case inspection, questions
            case madeEntity = "made_entity"
        }
    }

    /// Comparison of a deck with another version than the one it follows.
    package struct DeckComparison: Codable, Equatable, Sendable {
        package var version: Int64
        package var stage: String
        package var effectiveAt: String
        package var counts: [String: Int]
        package var difference: [RateChange]

        package init(
            version: Int64, stage: String, effectiveAt: String, counts: [String: Int], difference: [RateChange]
        ) {
            self.version = version
            self.stage = stage
            self.effectiveAt = effectiveAt
            self.counts = counts
            self.difference = difference
        }

        private enum CodingKeys: String, CodingKey {
            case version, stage
            case effectiveAt = "effective_at"
            case counts, difference
        }
    }

    /// How changes of one kind keep a partner's period of notice.
    package struct NoticeCheck: Codable, Equatable, Sendable {
        package var partner: String
        package var kind: String
        package var days: Int64
        package var earliestAt: String
        package var kept: Int
        package var broken: Int
        /// Prefixes, the first ten.
        package var examples: [String]

        package init(
            partner: String, kind: String, days: Int64, earliestAt: String, kept: Int, broken: Int, examples: [String]
        ) {
            self.partner = partner
            self.kind = kind
            self.days = days
            self.earliestAt = earliestAt
            self.kept = kept
            self.broken = broken
            self.examples = examples
        }

        private enum CodingKeys: String, CodingKey {
            case partner, kind, days
            case earliestAt = "earliest_at"
            case kept, broken, examples
        }
    }
}
