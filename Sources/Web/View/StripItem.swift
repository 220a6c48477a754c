/// One of the amounts that make up a balance.
struct StripItem: Sendable {
    var name: String
    var amount: String
    var sign: String?
    var isResult = false
}
