import ArgumentParser
internal import CallStore

/// From which share of rejects or of calls without a price a file that is loaded ends its command with a status of its own, so
/// that cron tells somebody.
struct ImportThresholds: ParsableArguments {
    static let exitCode = ExitCode(3)

    @Option(
        help: ArgumentHelp(
            "End with status 3 where more than so many percent of a file's records are rejects.", valueName: "percent"))
    var warnRejects: Int?

    @Option(
        help: ArgumentHelp(
            "End with status 3 where more than so many percent of a file's calls have no price.", valueName: "percent"))
    var warnUnrated: Int?

    func validate() throws {
        for percent in [warnRejects, warnUnrated] {
            guard percent.map((0...100).contains) ?? true else {
                throw ValidationError("--warn-rejects and --warn-unrated are percentages from 0 to 100.")
            }
        }
    }

    /// Names the threshold that is exceeded, in a sentence; nil where none is.
    func exceeded(by account: FileAccount) -> String? {
        let calls = account.rated + account.unrated
        if let warnRejects, account.rejected * 100 > Int64(warnRejects) * account.read {
            return "\(account.rejected) of \(account.read) records are rejects"
        }
        if let warnUnrated, account.unrated * 100 > Int64(warnUnrated) * calls {
            return "\(account.unrated) of \(calls) calls have no price"
        }
        return nil
    }
}
