/// From numbers of the North American plan to their states, by area code (NPA) or by area code and exchange (NPA-NXX),
/// and from the states of two numbers to the jurisdiction of the call.
///
/// A number is written with its country code, 1. Which states there are is for the caller to say: they are numbered from 1.
public struct StateTable: Sendable, Equatable {
    /// Three digits (an NPA) or six (an NPA-NXX), ascending, each once.
    let codes: [Int32]
    let states: [Int32]

    public static let empty = StateTable(checked: [], [])

    init(checked codes: [Int32], _ states: [Int32]) {
        self.codes = codes
        self.states = states
    }

    /// - Parameter codes: of three or six digits, in any order, with their states; of one that comes twice the last holds.
    public init(_ codes: [(code: Int32, state: Int32)]) {
        var byCode: [Int32: Int32] = [:]
        for item in codes { byCode[item.code] = item.state }
        let sorted = byCode.keys.sorted()
        self.init(checked: sorted, sorted.map { byCode[$0]! })
    }

    public var isEmpty: Bool { codes.isEmpty }

    /// The state of a number, 0 where it is of none that is known: the exchange's, else the area code's.
    public func state(of number: Int64) -> Int32 {
        guard StateTable.isNorthAmerican(number) else { return 0 }
        let exchange = Int32(number / 10_000 - 1_000_000)
        let state = find(exchange)
        return state != 0 ? state : find(exchange / 1_000)
    }

    /// - Parameters:
    ///   - calling: the calling number; below 1 where it is withheld or no number.
    ///   - called: the called number, or the routing number (LRN) of a ported one.
    public func jurisdiction(calling: Int64, called: Int64) -> Jurisdiction {
        guard StateTable.isNorthAmerican(called) else { return .international }
        let from = state(of: calling)
        let to = state(of: called)
        guard from != 0, to != 0 else { return .indeterminate }
        return from == to ? .intrastate : .interstate
    }

    /// Whether a number is 1 and ten digits. No area code begins with 0 or 1; a number that has such a one is of this plan
    /// all the same, and of no state.
    public static func isNorthAmerican(_ number: Int64) -> Bool {
        number >= 10_000_000_000 && number < 20_000_000_000
    }

    private func find(_ code: Int32) -> Int32 {
        var low = 0
        var high = codes.count
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] < code { low = middle + 1 } else { high = middle }
        }
        return low < codes.count && codes[low] == code ? states[low] : 0
    }
}
