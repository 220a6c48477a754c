import ArgumentParser
import Contracts
internal import CallStore
internal import Catalog
import Foundation
import RateCards
internal import StoredCalls
internal import Vocabulary

/// Finds calls, duplicates and rejects.
struct CDRFindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find calls by the switch's call id, number, partner, time or state; duplicates and rejects, too.",
        discussion: """
            By a call id it shows all that is known of it: the call with its revisions, the records that repeat it (with the call, file \
            and line that they repeat) and rejected records with that text. Otherwise it lists what fits all options, the last first. \
            Of a duplicate a partner is told by its account.

            A page has at most --limit hits and reads a bounded amount. It says what it did not look at and ends with --after, which \
            goes on there; --all reads on until the page is full. Where --from and --to narrow the time, less is read.

            Examples:
              didtron cdr find 6f1b2c@fra1
              didtron cdr find --called +4477 --from 2026-10-03 --to 2026-10-04
              didtron cdr find --partner acme --state unrated
              didtron cdr find --state duplicate --file 12
            """)

    @Argument(help: ArgumentHelp("The id that the switch gave the call.", valueName: "call-id"))
    var callID: String?

    @Option(help: ArgumentHelp("Beginning of the calling or the called number.", valueName: "number"))
    var number: String?

    @Option(help: ArgumentHelp("Beginning of the called number.", valueName: "digits"))
    var called: String?

    @Option(help: ArgumentHelp("Beginning of the calling number.", valueName: "digits"))
    var calling: String?

    @Option(help: "Code of a partner, customer or supplier.")
    var partner: String?

    @Option(name: .customLong("switch"), help: ArgumentHelp("Only records of this switch.", valueName: "code"))
    var switchCode: String?

    @Option(help: ArgumentHelp("Only records of this file, by its number.", valueName: "file-id"))
    var file: CallFileID?

    @Option(help: ArgumentHelp("Starts from then on: a date (UTC) or an instant.", valueName: "date"))
    var from: StatedMoment?

    @Option(help: ArgumentHelp("Starts before then: a date (UTC) or an instant.", valueName: "date"))
    var to: StatedMoment?

    @Option(
        help: ArgumentHelp(
            "Only these: \(CallSearch.State.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "state"))
    var state: String?

    @Option(help: "Hits of a page.")
    var limit: Int = 50

    @Option(help: ArgumentHelp("Go on where an earlier page ended.", valueName: "cursor"))
    var after: String?

    @Flag(help: "Read as much as it takes to fill the page.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
        if let state, CallSearch.State(rawValue: state) == nil {
            let known = CallSearch.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no state \(state); known are \(known).")
        }
        if let after, CallSearch.Cursor(after) == nil {
            throw ValidationError("--after takes what an earlier page ended with, not '\(after)'.")
        }
        for (option, text) in [("number", number), ("called", called), ("calling", calling)] {
            if let text, CDRFindCommand.digits(text) == nil {
                throw ValidationError("--\(option) takes digits, such as 4477 or +44 77, not '\(text)'.")
            }
        }
        let utc: (Int64) -> Int64 = { $0 }
        if let from, let to, from.utcMicros(utc) >= to.utcMicros(utc) {
            throw ValidationError("--from must be before --to, which is not included.")
        }
        let criteria: [Any?] = [callID, number, called, calling, partner, switchCode, file, from, to, state]
        guard criteria.contains(where: { $0 != nil }) else {
            throw ValidationError("State a call id, or at least one of the options that narrow the search.")
        }
    }

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .loader)
        let page = try search.page(database: database, connection)
        if json { return try JSONOutput.print(JSON.CallPage(page)) }
        let isOfOneCall = callID != nil
        guard !page.hits.isEmpty else {
            print(page.leftOut.isEmpty ? "Nothing fits." : "Nothing fits in what was looked at.")
            return printRest(page)
        }
        let calls = page.hits.filter { $0.address != nil }
        if !calls.isEmpty { print(CallHitText.table(calls, withLines: isOfOneCall), terminator: "") }
        for hit in page.hits where hit.address == nil { print(CallHitText.record(hit)) }
        for hit in isOfOneCall ? calls : [] { CallHitText.history(hit).map { print($0) } }
        printRest(page)
        if isOfOneCall, let address = calls.first(where: { $0.other == nil })?.address ?? calls.first?.address {
            print("`didtron explain \(address)` derives its price.")
        }
    }

    private func printRest(_ page: CallSearch.Page) {
        for sentence in page.leftOut { print("Not looked at: \(sentence).") }
        if let next = page.next { print("There may be more: the same command with --after \(next) goes on.") }
    }

    private var search: CallSearch {
        var search = CallSearch()
        search.callID = callID
        search.state = state.flatMap(CallSearch.State.init(rawValue:))
        search.either = number.flatMap(CDRFindCommand.digits)
        search.called = called.flatMap(CDRFindCommand.digits)
        search.calling = calling.flatMap(CDRFindCommand.digits)
        search.partnerCode = partner
        search.switchCode = switchCode
        search.fileID = file
        search.fromMicros = from?.utcMicros { $0 }
        search.untilMicros = to?.utcMicros { $0 }
        search.limit = limit
        search.after = after.flatMap(CallSearch.Cursor.init)
        if all { search.budget = .none }
        return search
    }

    /// The digits of a number as people write it, country code first; nil where it is none.
    static func digits(_ text: String) -> String? {
        var digits = text.filter { !" -./()".contains($0) }
        if digits.hasPrefix("+") { digits.removeFirst() } else if digits.hasPrefix("00") { digits.removeFirst(2) }
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? digits : nil
    }
}
