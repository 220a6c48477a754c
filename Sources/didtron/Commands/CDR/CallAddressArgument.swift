import ArgumentParser
internal import CallStore

/// The address of a call on the command line: `2026-10-03/12/345`.
struct CallAddressArgument: ExpressibleByArgument {
    let address: CallAddress

    init?(argument: String) {
        guard let address = CallAddress(argument) else { return nil }
        self.address = address
    }

    var defaultValueDescription: String { "\(address)" }
}
