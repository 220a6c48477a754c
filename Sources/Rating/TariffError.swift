/// A tariff that would leave a price open to chance.
public enum TariffError: Error {
    /// Two rates of one deck for one prefix from one instant.
    case duplicateRate(first: Rate, second: Rate)
    /// Two parties of one side under one account.
    case duplicateAccount(side: Side, account: [UInt8])
    /// Two decks for one party at one instant.
    case overlappingAssignments(side: Side, account: [UInt8])
    /// A number of two customers at one instant.
    case overlappingDIDs(number: [UInt8])
}
