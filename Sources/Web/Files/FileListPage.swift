import CallStore
import Catalog
import Hummingbird
import Vocabulary

/// The files of calls with what became of their records; and the same as a file.
enum FileListPage {
    static let path = "/admin/billing/cdrs"

    static let routes: [Route] = [
        .get(path, .needs(.seeCalls), show),
        .get("\(path).csv", .needs(.seeCalls)) { try await ListExport.answer($0, "files", as: .csv) },
        .get("\(path).xlsx", .needs(.seeCalls)) { try await ListExport.answer($0, "files", as: .xlsx) },
    ]

    private static let size: Int64 = 50
    private static let daysShown: Int64 = 30
    private static let speedsShown: Int64 = 40

    static func listing(_ query: FormFields, entityID: EntityID) -> FileListing {
        var listing = FileListing(entityID: entityID)
        listing.sought = query["q"]
        listing.state = query["state"].flatMap(FileListing.State.init)
        return listing
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let listing = listing(request.query, entityID: request.session.entityID)
        let place = ListPlace(request.query)
        let from = place.id.flatMap(Int32.init(exactly:)).map(CallFileID.init(rawValue:))
        let (found, days, speeds, entities) = try await request.read(.app) { connection in
            (
                // One more tells that there are others.
                try listing.page(from: from, isBackward: place.isBackward, limit: size + 1, on: connection),
                try FileDay.list(entityID: listing.entityID, days: daysShown, on: connection),
                try FileSpeed.list(entityID: listing.entityID, limit: speedsShown, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let hasMore = found.files.count > Int(size)
        let files = place.isBackward ? Array(found.files.suffix(Int(size))) : Array(found.files.prefix(Int(size)))
        let fields = request.query.removing(["after", "before"])
        let content = Sheet(
            header: PageHeader(
                title: "Calls",
                actions: request.may(.loadCalls)
                    ? [PageHeader.Action(title: "Load calls", href: UploadPage.path, isPrimary: true)] : []),
            facts: [Fact("Entity", request.session.entityName), Fact("Zone", "UTC")], tabs: TrafficTabs.at(path),
            filters: filters(fields), table: files.isEmpty ? nil : table(files),
            foot: files.isEmpty
                ? nil
                : TableFoot(
                    place: place, rows: files.count, hasMore: hasMore,
                    matching: found.matching > FileListing.countMax
                        ? "\(Amount.count(FileListing.countMax).text)+" : Amount.count(found.matching).text,
                    fields: fields, path: path, first: (Int64(files[0].fileID.rawValue), ""),
                    last: (Int64(files[files.count - 1].fileID.rawValue), "")),
            sections: FileCharts.sections(days, speeds, today: .today, shown: Int(daysShown)),
            empty: files.isEmpty ? empty(listing) : nil)
        return request.sheet(
            Shell(request, title: "Calls", crumbs: [TrafficTabs.crumbs[0]], entities: entities), content)
    }

    private static func filters(_ fields: FormFields) -> Filters {
        let states = [("", "Any")] + FileListing.State.allCases.map { ($0.rawValue, $0.rawValue.capitalized) }
        let chosen = fields["state"] ?? ""
        var state = Filters.Input(name: "state", label: "State", value: chosen)
        state.choices = states.map { Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == chosen) }
        let chips = [("q", "name"), ("state", "state")].compactMap { name, words in
            fields[name].map {
                Filters.Chip(text: "\(words) \($0)", href: fields.setting(name, nil).address(path))
            }
        }
        return Filters(
            action: path, label: "Files",
            fields: [Filters.Input(name: "q", label: "Name or number", value: fields.typed("q")), state], chips: chips,
            applied: chips.isEmpty ? nil : "\(chips.count)")
    }

    private static func empty(_ listing: FileListing) -> EmptyState {
        guard listing.sought == nil, listing.state == nil else {
            return EmptyState(
                title: "No file matches", text: "There is none with these filters.", action: "Clear filters", href: path
            )
        }
        return EmptyState(
            title: "No files yet", text: "A file of call records is loaded, rated and accounted for here.",
            command: "didtron cdr import FILE")
    }

    private static func table(_ files: [FileAccount]) -> DataTable {
        let columns = [
            DataTable.Column("File", .wrap), DataTable.Column("State", .state), DataTable.Column("Switch"),
            DataTable.Column("Read", .number, first: true), DataTable.Column("Rated", .number, first: true),
            DataTable.Column("Unrated", .number), DataTable.Column("Duplicate", .number),
            DataTable.Column("Rejected", .number), DataTable.Column("Received"),
        ]
        let rows = files.map { file in
            DataTable.Row(
                cells: [
                    .key(columns[0], file.name, FilePage.path(of: file.fileID), isShort: false),
                    .badge(columns[1], Badge(file: file.state)), .text(columns[2], file.switchCode),
                    .amount(columns[3], .count(file.read)), .amount(columns[4], .count(file.rated)),
                    file.unrated == 0
                        ? .amount(columns[5], .count(0))
                        : .amount(
                            columns[5], .count(file.unrated), href: "\(SuspensePage.path)?file=\(file.fileID)"),
                    .amount(columns[6], .count(file.duplicates)),
                    file.rejected == 0
                        ? .amount(columns[7], .count(0))
                        : .amount(
                            columns[7], .count(file.rejected), href: "\(FilePage.path(of: file.fileID))#h-rejects"),
                    .instant(columns[8], file.receivedAt),
                ], name: file.name)
        }
        return DataTable(
            "cap-files", "Files, the last received first: read = rated + unrated + duplicate + rejected",
            classes: " data-table--sticky", columns: columns, rows: rows)
    }
}

extension Badge {
    /// Of a file of calls.
    init(file state: String) {
        switch state {
        case "closed": self.init(.paid, "Closed")
        case "loading": self.init(.issued, "Loading")
        case "stopped": self.init(.failed, "Stopped")
        case "undone": self.init(.void, "Undone")
        case "undoing": self.init(.partlyPaid, "Undoing")
        default: self.init(.draft, state.capitalized)
        }
    }
}
