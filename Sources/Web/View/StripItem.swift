/// An amount that a balance is made up of.
struct StripItem: Sendable {
    var name: String
    var amount: String
    var sign: String?
    var isResult = false
}
