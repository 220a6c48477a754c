/// What was charged of a number for a billing period.
struct ModelCharge {
    /// Its place among all numbers.
    var number: Int
    var partner: String
    var period: String
    var isSetup: Bool
    var micros: Int
    var isPrepaid: Bool
    var invoice: Int64?
}
