// Acts on invoices.

extension Simulator {
    mutating func runInvoices(isKilled: Bool) throws {
        try play(
            .run(entity: numbers.pick(Simulator.entities), month: numbers.pick(Simulator.months)), isKilled: isKilled)
    }

    mutating func step(_ name: String, isKilled: Bool) throws {
        guard let command = drawStep(name) else { return }
        try play(command, isKilled: isKilled)
    }

    /// A step of some of an entity's invoices that can go there.
    mutating func drawStep(_ name: String) -> SimulatorCommand? {
        let from = ["approve": ["draft"], "issue": ["approved"], "void": ["draft", "approved"]][name] ?? []
        let entity = numbers.pick(Simulator.entities)
        let ids = books.invoices.filter { invoice in
            from.contains(invoice.state) && books.catalog.partners[invoice.partner]?.entity == entity
        }.map(\.id).filter { _ in numbers.chance(60) }
        return ids.isEmpty ? nil : .step(name, ids: ids)
    }
}
