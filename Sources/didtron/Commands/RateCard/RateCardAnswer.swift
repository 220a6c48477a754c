import ArgumentParser
import Contracts
import Foundation
internal import RateBook
internal import Vocabulary

/// The answer to an import or a generation: its report now, and what was printed of it where the request comes again.
struct RateCardAnswer: Codable, Sendable {
    /// Nil in the answer of an earlier time.
    private let report: RateCardReport?
    private let isComplete: Bool
    private let first: Printed?

    private struct Printed: Codable {
        let text: String
        let json: String
    }

    /// - Throws: a refused report, so that the act is refused, too.
    init(_ report: RateCardReport, isComplete: Bool) throws {
        guard report.state != .refused else { throw RefusedDeck(report: report, isComplete: isComplete) }
        self.init(report: report, isComplete: isComplete)
    }

    fileprivate init(report: RateCardReport, isComplete: Bool) {
        self.report = report
        self.isComplete = isComplete
        first = nil
    }

    init(from decoder: any Decoder) throws {
        report = nil
        isComplete = true
        first = try Printed(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        let printed = try report.map { report in
            Printed(text: report.text(isComplete: isComplete), json: try JSONOutput.text(JSON.DeckImport(report)))
        }
        try (printed ?? first).encode(to: encoder)
    }

    /// The answer of an act, which a deck that was refused is, too.
    static func of(_ act: () throws -> RateCardAnswer) throws -> RateCardAnswer {
        do { return try act() } catch let refused as RefusedDeck {
            return RateCardAnswer(report: refused.report, isComplete: refused.isComplete)
        }
    }

    /// - Throws: `ExitCode` for a deck that was refused.
    func print(json: Bool, hasShownFindings: Bool = false) throws {
        if let report {
            if json {
                try JSONOutput.print(JSON.DeckImport(report))
            } else {
                Swift.print(hasShownFindings ? report.result : report.text(isComplete: isComplete))
            }
            guard report.state != .refused else { throw ExitCode.failure }
        } else if let first {
            Swift.print(json ? first.json : first.text)
        }
    }
}

private struct RefusedDeck: ConvertibleToRefusal {
    let report: RateCardReport
    let isComplete: Bool

    var refusal: Refusal? {
        Refusal(
            .invalid, "ratecard.refused", "The deck was refused",
            facts: ["card": report.card, "refused_rows": "\(report.refusals.count)", "rows": "\(report.rows)"])
    }
}
