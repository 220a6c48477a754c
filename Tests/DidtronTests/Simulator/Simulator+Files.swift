import Foundation

// Acts on files: loads, loads of the same once more, undos, re-rates.

extension Simulator {
    mutating func importFile(isKilled: Bool) throws {
        let entity = numbers.pick(Simulator.entities)
        try play(.load(entity: entity, name: try newFile(entity, repeats: numbers.chance(70))), isKilled: isKilled)
    }

    mutating func importAgain() throws {
        guard let name = records.keys.sorted().randomElement(using: &numbers), let entity = entityOfFile[name] else {
            return
        }
        try play(.load(entity: entity, name: name), note: "again: ", isKilled: false)
    }

    /// Takes a file back that counts.
    mutating func undo(isKilled: Bool) throws {
        let files = books.files.values.filter { !$0.isTakenBack && $0.loaded > 0 }.map(\.id).sorted()
        guard !files.isEmpty, let file = books.files[numbers.pick(files)] else { return }
        try play(.undo(entity: file.entity, file: file.id), isKilled: isKilled)
    }

    mutating func rerate(isKilled: Bool) throws {
        // As often because a card has changed as to no avail.
        if numbers.chance(50) { try changeCard() }
        try play(.rerate(drawScope()), isKilled: isKilled)
    }

    /// Calls of a partner, of a card, or all.
    mutating func drawScope() -> ModelBooks.RerateScope {
        var scope = ModelBooks.RerateScope(entity: numbers.pick(Simulator.entities))
        if numbers.chance(35) {
            scope.partner = numbers.pick(partners(of: scope.entity))
        } else if numbers.chance(35) {
            scope.card = numbers.pick(
                Set(books.catalog.assignments.values.filter { $0.hasPrefix(scope.entity) }).sorted())
        }
        return scope
    }

    func partners(of entity: String) -> [String] {
        books.catalog.partners.values.filter { $0.entity == entity }.map(\.code).sorted()
    }

    // MARK: - Records

    /// Writes a file with records new, seen before, changed, stale and broken; some come late, and some files are deliveries
    /// that overlap earlier ones.
    ///
    /// - Parameter repeats: nothing is said again or otherwise without it.
    mutating func newFile(_ entity: String, repeats: Bool) throws -> String {
        let name = "calls-\(records.count + 1).csv"
        let codes = partners(of: entity)
        let isLate = numbers.chance(20)
        let repeatPercent = repeats ? numbers.pick([8, 8, 40]) : 0
        // A delivery of some days.
        let firstDay = isLate ? numbers.int(0...15) : numbers.int(15...55)
        let span = (firstDay * 86_400)...((firstDay + numbers.pick([2, 15])) * 86_400)
        let said = statements(of: entity)
        var made: [ModelCall?] = []
        for _ in 0..<numbers.int(15...120) {
            let again = numbers.int(1...100)
            if again <= repeatPercent, !said.isEmpty {
                var call = numbers.pick(said)
                if again % 2 == 0 { change(&call, codes) }
                made.append(call)
            } else if numbers.chance(1) {
                made.append(nil)
            } else {
                made.append(newCall(entity, codes, span))
                if numbers.chance(3), let last = made.last, var call = last, repeats {
                    // The same call twice in one file.
                    if numbers.chance(50) { change(&call, codes) }
                    made.append(call)
                }
            }
        }
        try write(made, to: "\(folder)/\(name)")
        records[name] = made
        entityOfFile[name] = entity
        return name
    }

    /// All that was ever said of calls of an entity, also in files that are taken back, in the order of the files.
    private func statements(of entity: String) -> [ModelCall] {
        books.files.values.filter { $0.entity == entity }.sorted { $0.id < $1.id }.flatMap {
            $0.records.compactMap(\.self)
        }
    }

    private mutating func newCall(_ entity: String, _ codes: [String], _ span: ClosedRange<Int>) -> ModelCall {
        let numbersLet = books.catalog.numbers.filter { codes.contains($0.partner) }.map(\.number)
        let prefix = numbers.chance(3) ? "999" : numbers.pick(Simulator.prefixes)
        var called = "\(prefix)\(numbers.int(1_000_000...9_999_999))"
        if !numbersLet.isEmpty, numbers.chance(8) { called = numbers.pick(numbersLet) }
        return ModelCall(
            entity: entity, id: "c\(numbers.next())", startAt: Simulator.september + numbers.int(span),
            customer: numbers.chance(2) ? "nobody" : numbers.pick(codes), supplier: numbers.pick(codes), called: called,
            durationSeconds: numbers.chance(35) ? 0 : numbers.int(1...900))
    }

    /// Says something else of a call.
    private mutating func change(_ call: inout ModelCall, _ codes: [String]) {
        if numbers.chance(20) { call.customer = numbers.pick(codes) }
        call.durationSeconds += numbers.int(1...120)
    }

    private func write(_ calls: [ModelCall?], to path: String) throws {
        // Records are so long that a file of some has many chunks, each a place for a kill.
        let padding = String(repeating: "x", count: 6_000)
        var text = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip,remark\n"
        for call in calls {
            if let call {
                text +=
                    "\(call.id),\(call.customer),\(call.supplier),442071838750,\(call.called),\(instant(call.startAt)),"
                    + "\(call.durationSeconds),\(call.durationSeconds > 0 ? 200 : 487),192.0.2.1,\(padding)\n"
            } else {
                text += "bad,nobody,nobody,1,not a number,2026-10-01 00:00:00,5,200,,\(padding)\n"
            }
        }
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func instant(_ seconds: Int) -> String {
        let clock = seconds % 86_400
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(ModelCalendar.text(utcSeconds: seconds))T\(padded(clock / 3_600)):\(padded(clock / 60 % 60)):"
            + "\(padded(clock % 60))Z"
    }
}
