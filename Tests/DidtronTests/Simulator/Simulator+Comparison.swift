// What the program says against what the model says.

extension Simulator {
    /// Runs the checks of the program, and compares accounts of files, balances and invoices with the model.
    func compare() throws {
        try run(["ledger", "post"])
        try run(["check"])
        if let difference = try difference(from: books) { throw difference }
    }

    /// Nil where the database says what a model says; its books are closed and posted.
    func difference(from books: ModelBooks) throws -> Difference? {
        let accounts = try store.accounts()
        for file in books.files.values.sorted(by: { $0.id < $1.id })
        where accounts[file.id] ?? ModelFile.Account() != file.account {
            return Difference(
                description:
                    "Account of file \(file.id), \(file.name): found \(accounts[file.id] ?? ModelFile.Account()), "
                    + "expected \(file.account)")
        }
        if let difference = difference(try store.balances(), books.balances, "Balances") { return difference }
        let states = try listedInvoices().map { "\($0.invoiceID) \($0.state) \($0.totalMinor)" }.sorted()
        return difference(
            states, books.invoices.map { "\($0.id) \($0.state) \($0.totalMinor)" }.sorted(), "Invoices")
    }

    private func difference(_ found: [String], _ expected: [String], _ subject: String) -> Difference? {
        guard found != expected else { return nil }
        return Difference(
            description: "\(subject): found \(found.filter { !expected.contains($0) }), "
                + "expected \(expected.filter { !found.contains($0) })")
    }
}
