/// The results of a check for programs. Numbers are texts, for they can exceed what JSON readers hold exactly.
package struct CheckReport: Sendable, Encodable {
    package struct Item: Sendable, Encodable {
        package var check: String
        package var title: String
        package var passed: Bool
        package var seconds: Double
        package var figures: [Figure]
        package var offences: [Figure]
    }

    package struct Figure: Sendable, Encodable {
        package var subject: String
        package var unit: String
        package var currency: String?
        package var expected: String?
        package var found: String?
    }

    package var passed: Bool
    /// Of each entity the closings whose calls, usage and prices were looked at; nil = all.
    package var lookedAt: [CheckScope.Extent.Entity]?
    package var checks: [Item]

    package init(_ results: [CheckResult], _ extent: CheckScope.Extent?) {
        passed = results.allSatisfy(\.passed)
        lookedAt = extent?.entities
        checks = results.map { result in
            Item(
                check: result.check.rawValue, title: result.check.title, passed: result.passed,
                seconds: Double(result.took / .milliseconds(1)) / 1000, figures: result.figures.map(Self.figure),
                offences: result.offences.map(Self.figure))
        }
    }

    private static func figure(_ figure: CheckResult.Figure) -> Figure {
        Figure(
            subject: figure.subject, unit: figure.unit, currency: figure.currency,
            expected: figure.expected.map { String($0) }, found: figure.found.map { String($0) })
    }
}
