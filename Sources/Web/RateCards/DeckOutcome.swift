import Catalog
import Money
import RateBook
import RateCards
import Vocabulary

/// What became of a deck, as an act keeps it; with the report while the request lasts.
struct DeckOutcome: Codable, Sendable {
    var card: String
    var version: Int64?
    var state: String
    var report: RateCardReport?

    private enum CodingKeys: String, CodingKey { case card, version, state }

    init(_ report: RateCardReport) {
        card = report.card
        version = report.version
        state = report.state.rawValue
        self.report = report
    }

    /// The page of the version, and a sentence.
    var done: (path: String, flash: Flash) {
        let path = RateCardListPage.path(of: card)
        guard let version else { return (path, Flash("Nothing was stored.", kind: .warn)) }
        let page = FormFields([("version", "\(version)")]).address(path)
        switch state {
        case "unchanged": return (page, Flash("Nothing changes: version \(version) has the same rates.", kind: .warn))
        case "approved": return (page, Flash("Version \(version) is approved."))
        default: return (page, Flash("Version \(version) is a draft: look at what it changes, and approve it."))
        }
    }
}
