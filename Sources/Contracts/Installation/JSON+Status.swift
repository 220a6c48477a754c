extension JSON {
    /// The content of an installation, and what waits for somebody.
    package struct Status: Codable, Equatable, Sendable {
        package var counts: StatusCounts
        package var waiting: [StatusItem]

        package init(
            counts: StatusCounts, waiting: [StatusItem]
        ) {
            self.counts = counts
            self.waiting = waiting
        }
    }

    /// How much there is.
    package struct StatusCounts: Codable, Equatable, Sendable {
        package var entities: Int64
        package var partners: Int64
        package var accounts: Int64
        package var cards: Int64
        package var files: Int64
        package var calls: Int64
        package var invoices: Int64

        package init(
            entities: Int64, partners: Int64, accounts: Int64, cards: Int64, files: Int64, calls: Int64,
            invoices: Int64
        ) {
            self.entities = entities
            self.partners = partners
            self.accounts = accounts
            self.cards = cards
            self.files = files
            self.calls = calls
            self.invoices = invoices
        }
    }

    /// Something that waits, with the commands that go on with it.
    package struct StatusItem: Codable, Equatable, Sendable {
        package var kind: String
        package var subject: String?
        package var detail: String?
        package var count: Int64
        package var sentence: String
        package var commands: [String]

        package init(
            kind: String, subject: String? = nil, detail: String? = nil, count: Int64, sentence: String,
            commands: [String]
        ) {
            self.kind = kind
            self.subject = subject
            self.detail = detail
            self.count = count
            self.sentence = sentence
            self.commands = commands
        }
    }
}
