import ArgumentParser
internal import CallStore
internal import Catalog
import Contracts
import Money
import Rating
internal import StoredCalls

/// Shows one call, its revisions and the record that it came from.
struct CDRShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a call with its revisions and the line of the file it came from.",
        discussion: """
            Example:
              didtron cdr show 2026-10-03/12/345
            """)

    @OptionGroup var reference: CallReference

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .loader)
        let call = try StoredCall.find(reference.address(connection), database: database, connection)
        func currency(_ side: Side) throws -> String? {
            try SideExplanation.explain(call.row, side, connection).currency
        }
        if printing.json {
            return try JSONOutput.print(JSON.StoredCall(call, sell: currency(.sell), buy: currency(.buy)))
        }
        let row = call.row
        print("Call \(row.address): \(CallText.kind(row.kind))")
        print("  start     \(CallText.start(row))")
        print("  called    \(CallText.number(row.called))")
        print("  calling   \(CallText.number(row.calling))")
        print("  duration  \(CallText.seconds(row.durationNanos)) s")
        print("  SIP code  \(row.sipCode == 0 ? "-" : String(row.sipCode))")
        print("  key       \(row.key)")
        let currencies = try (sell: currency(.sell) ?? "", buy: currency(.buy) ?? "")
        for side in Side.allCases {
            let text = line(row.side(side), side == .sell ? currencies.sell : currencies.buy)
            print("  \(side.name.padding(to: 8))  \(text)")
        }
        if call.history.count > 1 {
            var table = TextTable([.left("revision"), .left(""), .right("seconds"), .right("sell"), .right("buy")])
            for row in call.history {
                table.rows.append([
                    "\(row.address)", CallText.kind(row.kind), CallText.seconds(row.durationNanos),
                    AmountText.micros(row.sell.micros, in: currencies.sell),
                    AmountText.micros(row.buy.micros, in: currencies.buy),
                ])
            }
            print(table.fitted, terminator: "")
        }
        let raw = call.evidence
        if let undone = try FileAccount.of(fileID: raw.fileID, connection).undoSentence { print(undone) }
        print("From file \(raw.fileID), \(raw.fileName), of switch \(raw.switchCode), line \(raw.line):")
        print(CallText.printable(raw.bytes))
    }

    private func line(_ side: CallSide, _ currency: String) -> String {
        guard side.state == .priced else { return CallText.state(side.state) }
        return "\(AmountText.micros(side.micros, in: currency)) \(currency) for \(side.billedSeconds) s billed"
            + (side.rateID.map { ", rate \($0)" } ?? ", no rate") + " (`didtron explain` derives it)"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
