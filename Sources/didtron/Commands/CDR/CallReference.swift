import ArgumentParser
internal import CallStore
internal import Postgres
internal import StoredCalls

/// A call on the command line: its address, as in `2026-10-03/12/345`, or the id that the switch gave it.
struct CallReference: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Address of the call (UTC day, chunk and record, as in 2026-10-03/12/345), or the switch's call id.",
            valueName: "call"))
    var call: String

    @Option(
        name: .customLong("switch"),
        help: ArgumentHelp("Of a call id: the switch that wrote the record.", valueName: "code"))
    var switchCode: String?

    /// - Throws: `Refusal` where no call has the id, or several have.
    func address(_ connection: Connection) throws -> CallAddress {
        if let address = CallAddress(call) { return address }
        return try CallSearch.address(ofCallID: call, switchCode: switchCode, connection)
    }
}
