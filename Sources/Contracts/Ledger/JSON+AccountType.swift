extension JSON {
    /// A type of account in the chart.
    package struct AccountType: Codable, Equatable, Sendable {
        package var code: String
        package var name: String
        /// `asset`, `liability`, `equity`, `income` or `expense`.
        package var accountClass: String
        package var perPartner: Bool
        /// True if its foreign currency is revalued at the end of a month.
        package var isRevalued: Bool
        /// Added by the carrier, for journals by hand.
        package var isOwn: Bool
        /// Ledger accounts of the type.
        package var accounts: Int64

        package init(
            code: String, name: String, accountClass: String, perPartner: Bool, isRevalued: Bool, isOwn: Bool,
            accounts: Int64
        ) {
            self.code = code
            self.name = name
            self.accountClass = accountClass
            self.perPartner = perPartner
            self.isRevalued = isRevalued
            self.isOwn = isOwn
            self.accounts = accounts
        }

        private enum CodingKeys: String, CodingKey {
            case code, name
            case accountClass = "account_class"
            case perPartner = "per_partner"
            case isRevalued = "is_revalued"
            case isOwn = "is_own"
            case accounts
        }
    }

    /// A kind of journal.
    package struct JournalKind: Codable, Equatable, Sendable {
        package var code: String
        package var name: String
        /// Each journal of the kind records a document.
        package var namesDocument: Bool
        /// Its entries may be of the functional currency alone.
        package var takesDifferences: Bool
        package var journals: Int64

        package init(
            code: String, name: String, namesDocument: Bool, takesDifferences: Bool, journals: Int64
        ) {
            self.code = code
            self.name = name
            self.namesDocument = namesDocument
            self.takesDifferences = takesDifferences
            self.journals = journals
        }

        private enum CodingKeys: String, CodingKey {
            case code, name
            case namesDocument = "names_document"
            case takesDifferences = "takes_differences"
            case journals
        }
    }

    /// A type of account that the carrier added.
    package struct AccountTypeAdded: Codable, Equatable, Sendable {
        package var code: String
        package var name: String
        package var accountClass: String
        package var isRevalued: Bool

        package init(
            code: String, name: String, accountClass: String, isRevalued: Bool
        ) {
            self.code = code
            self.name = name
            self.accountClass = accountClass
            self.isRevalued = isRevalued
        }

        private enum CodingKeys: String, CodingKey {
            case code, name
            case accountClass = "account_class"
            case isRevalued = "is_revalued"
        }
    }
}
