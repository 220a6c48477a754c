import ArgumentParser
internal import CallStore
internal import Catalog
import Money
import Rating
internal import StoredCalls

/// Shows one call, its revisions and the record that it came from.
struct CDRShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a call with its revisions and the line of the file it came from.")

    @OptionGroup var reference: CallReference

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .loader)
        let call = try StoredCall.find(
            reference.address(connection), database: database, connection)
        if json { return try JSONOutput.print(CallReport(call)) }
        let row = call.row
        print("Call \(row.address): \(CallText.kind(row.kind))")
        print("  start     \(CallText.start(row))")
        print("  called    \(CallText.number(row.called))")
        print("  calling   \(CallText.number(row.calling))")
        print("  duration  \(CallText.seconds(row.durationNanos)) s")
        print("  SIP code  \(row.sipCode == 0 ? "-" : String(row.sipCode))")
        print("  key       \(row.key)")
        for side in Side.allCases { print("  \(side.name.padding(to: 8))  \(line(row.side(side)))") }
        if call.history.count > 1 {
            var table = TextTable([.left("revision"), .left(""), .right("seconds"), .right("sell"), .right("buy")])
            for row in call.history {
                table.rows.append([
                    "\(row.address)", CallText.kind(row.kind), CallText.seconds(row.durationNanos),
                    AmountText.micros(row.sell.micros, digits: 2), AmountText.micros(row.buy.micros, digits: 2),
                ])
            }
            print(table.text, terminator: "")
        }
        let raw = call.evidence
        if let undone = try FileAccount.of(fileID: raw.fileID, connection).undoSentence { print(undone) }
        print("From file \(raw.fileID), \(raw.fileName), of switch \(raw.switchCode), line \(raw.line):")
        print(CallText.printable(raw.bytes))
    }

    private func line(_ side: CallSide) -> String {
        guard side.state == .priced else { return CallText.state(side.state) }
        return "\(AmountText.micros(side.micros, digits: 2)) for \(side.billedSeconds) s billed"
            + (side.rateID.map { ", rate \($0)" } ?? ", no rate") + " (`didtron explain` derives it)"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// A call as programs read it.
private struct CallReport: Encodable {
    struct Revision: Encodable {
        var address, kind, start, called, calling, duration_s: String
        var sip_code: Int16?
        var sell, buy: PricedSide
        var replaces: String?

        init(_ row: CallRow) {
            address = "\(row.address)"
            kind = CallText.kind(row.kind)
            start = CallText.instant(row.startMicros)
            called = CallText.number(row.called)
            calling = CallText.number(row.calling)
            duration_s = CallText.seconds(row.durationNanos)
            sip_code = row.sipCode == 0 ? nil : row.sipCode
            sell = PricedSide(row.sell)
            buy = PricedSide(row.buy)
            replaces = row.replaces.map { "\($0)" }
        }
    }

    struct PricedSide: Encodable {
        var state: String
        var partner_id, rate_id, destination_id: Int32?
        var billed_s: Int32
        var micros: Int64

        init(_ side: CallSide) {
            state = CallText.state(side.state)
            partner_id = side.partnerID
            rate_id = side.rateID
            destination_id = side.destinationID
            billed_s = side.billedSeconds
            micros = side.micros
        }
    }

    var call: Revision
    var key: String
    var revisions: [Revision]
    var file_id: Int32
    var file_name: String
    var line: Int
    var record: String

    init(_ call: StoredCall) {
        self.call = Revision(call.row)
        key = "\(call.row.key)"
        revisions = call.history.map(Revision.init)
        file_id = call.evidence.fileID
        file_name = call.evidence.fileName
        line = call.evidence.line
        record = String(decoding: call.evidence.bytes, as: UTF8.self)
    }
}
