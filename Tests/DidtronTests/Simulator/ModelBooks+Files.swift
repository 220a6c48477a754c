// Files that are loaded, in part or whole, and taken back.

extension ModelBooks {
    /// Does what stands in the database by now: a killed command may have come to anywhere, and another has come to its end.
    ///
    /// - Parameter records: of files that are to be loaded, by name.
    mutating func follow(_ rows: [StoredFile], records: [String: [ModelCall?]]) throws {
        let received = rows.filter { $0.kind == "received" }
        for row in received where row.isTakenBack && row.sourceID == nil { try load(row, records) }
        let taken = received.filter { $0.isTakenBack && files[$0.id]?.isTakenBack == false }
        for (asked, group) in Dictionary(grouping: taken, by: { $0.undoneForID ?? 0 }) {
            try takeBack(Set(group.map(\.id)), asked: asked)
        }
        for asked in toRateAgain.keys.sorted() {
            let isDue =
                received.contains { $0.id == asked && $0.isUndone }
                || received.contains { row in
                    row.sourceID != nil && received.first { $0.id == row.sourceID }?.undoneForID == asked
                }
                || rows.contains {
                    $0.kind == "rerate" && $0.isFinished && $0.name.hasSuffix("behind the undo of file \(asked)")
                }
            if isDue { rateAgain(asked) }
        }
        for row in received { try load(row, records) }
    }

    private mutating func load(_ row: StoredFile, _ records: [String: [ModelCall?]]) throws {
        if files[row.id] == nil {
            let source = row.sourceID.flatMap { files[$0] }
            guard let lines = source?.records ?? records[row.name] else {
                throw Simulator.Difference(description: "Nobody has asked for file \(row.id), \(row.name)")
            }
            files[row.id] = ModelFile(id: row.id, name: row.name, entity: row.entity, records: lines)
        }
        guard var file = files[row.id], !file.isTakenBack else { return }
        if file.loaded == 0 { file.catalogRevision = catalog.revisions[file.entity] ?? 0 }
        guard row.rows <= file.records.count, !row.isFinished || row.rows == file.records.count || row.isTakenBack
        else {
            throw Simulator.Difference(
                description: "Of file \(row.id) \(row.rows) records are in, and it has \(file.records.count)")
        }
        while file.loaded < row.rows {
            load(file.records[file.loaded], into: &file)
            file.loaded += 1
        }
        if row.isFinished, !file.isFinished {
            file.isFinished = true
            finish(row.id)
        }
        files[row.id] = file
    }

    private mutating func load(_ record: ModelCall?, into file: inout ModelFile) {
        file.account.read += 1
        guard let call = record else { return file.account.rejected += 1 }
        let known = statements[call.key] ?? []
        let isNew = !known.contains { $0.call == call }
        for statement in known where statement.file != file.id {
            file.compared[statement.file] = isNew || file.compared[statement.file] == true
        }
        guard isNew else { return file.account.duplicates += 1 }
        if !known.isEmpty { file.account.changed += 1 }
        let (sell, buy) = sides(call)
        let isUnrated = call.durationSeconds > 0 && (sell.isUnpriced || buy.isUnpriced)
        if isUnrated { file.account.unrated += 1 } else { file.account.rated += 1 }
        let statement = Statement(file: file.id, call: call, sell: sell, buy: buy)
        revise(call.key, from: known.last, to: statement, by: file.id)
        statements[call.key, default: []].append(statement)
    }

    // MARK: - Taking back

    /// What files said of calls is gone, and what was said before holds again, at the price that it had.
    private mutating func takeBack(_ taken: Set<Int>, asked: Int) throws {
        let needed = comparedFiles(with: asked)
        guard needed.isSubset(of: taken) else {
            throw Simulator.Difference(
                description:
                    "With file \(asked) files \(taken.sorted()) are taken back, and \(needed.sorted()) have to be")
        }
        for file in taken where file != asked {
            guard let account = files[file]?.account, account.duplicates + account.changed > 0 else {
                throw Simulator.Difference(
                    description: "With file \(asked) file \(file) is taken back, which was compared with none")
            }
        }
        for file in taken {
            finish(file)
            files[file]?.isTakenBack = true
        }
        toRateAgain[asked] = []
        for (key, known) in statements where known.contains(where: { taken.contains($0.file) }) {
            let left = known.filter { !taken.contains($0.file) }
            statements[key] = left.isEmpty ? nil : left
            guard let last = known.last, taken.contains(last.file) else { continue }
            revise(key, from: last, to: left.last, by: ModelBooks.batch)
            let isRatedAgain = known.contains { taken.contains($0.file) && $0.isRatedAgain }
            if !left.isEmpty, isRatedAgain { toRateAgain[asked]?.insert(key) }
        }
        finish(ModelBooks.batch)
    }

    /// Files that cannot stay as they are without one: those with records that met its statements, and those with corrections of
    /// what the former say, which are said once more behind them otherwise.
    func comparedFiles(with asked: Int) -> Set<Int> {
        var found: Set<Int> = [asked]
        var more = found
        while !more.isEmpty {
            more = Set(
                files.values.filter { file in
                    !file.isTakenBack && !found.contains(file.id)
                        && file.compared.contains { found.contains($0.key) && ($0.key == asked || $0.value) }
                }.map(\.id))
            found.formUnion(more)
        }
        return found
    }

    /// Those calls that were rated again since hold at present prices.
    private mutating func rateAgain(_ asked: Int) {
        for key in toRateAgain.removeValue(forKey: asked) ?? [] {
            guard let statement = statements[key]?.last else { continue }
            rerate(key, statement, RerateScope(entity: statement.call.entity), by: ModelBooks.batch)
        }
        finish(ModelBooks.batch)
    }
}

extension ModelCatalog.Side {
    /// Whether it waits for a price.
    fileprivate var isUnpriced: Bool { isApplicable && price == nil }
}
