import Answers
import CallStore
import Catalog
import Contracts
import Operations
import Vocabulary

/// Files of calls for programs: which there are, what became of each, sending one.
enum FileAPI {
    static let endpoints: [APIEndpoint] = [
        .list(
            "/files", "listFiles", "Files of calls with what became of their records, the last received first.",
            .init(.read, .files), .seeCalls,
            query: [
                APIField("q", .text(max: 200), "Part of a name, or a number.", example: "2026-10"),
                APIField("state", .choice(FileListing.State.allCases.map(\.rawValue)), "Files in this state alone."),
            ], of: JSON.CallFile.self, list),
        .act(
            "/files", "sendFile",
            "Takes a file of calls, raw or in a form, and has a job load it: CSV and the like, also packed.",
            .init(.write, .files), .loadCalls,
            query: [
                APIField(
                    "name", .text(max: 200), "Name of the file, where it is sent raw.", example: "calls-2026-10-31.csv"),
                APIField(
                    "switch", .text(max: 100), "Code of the switch that wrote it; needed only if there are several.",
                    example: "main"),
                APIField(
                    "layout", .choice(CDRUploadJob.layoutNames),
                    "How it is to be read; found out by the file without it."),
            ], body: .file, status: .accepted, of: JSON.JobState.self, at: { "/jobs/\($0.jobID)" }, send),
        .one(
            "/files/{file}", "getFile", "A file of calls with what became of its records.", .init(.read, .files),
            .seeCalls, path: [APIField("file", .integer(1...Int64(Int32.max)), "Number of the file.", example: 7)],
            of: JSON.CallFile.self, one),
    ]

    private static func list(_ request: APIRequest) async throws -> APIPage<JSON.CallFile> {
        var listing = FileListing(entityID: request.entityID)
        listing.sought = request.text("q")
        listing.state = request.text("state").flatMap(FileListing.State.init)
        let place = try request.placeID().map { id in
            guard let id = Int32(exactly: id) else { throw APICursor.refusal }
            return CallFileID(rawValue: id)
        }
        let (asked, limit) = (listing, request.limit)
        let rows = try await request.read { try asked.page(from: place, limit: limit + 1, on: $0).files }
        return APIPage(rows, limit: limit, item: { JSON.CallFile($0) }) { ["\($0.fileID)"] }
    }

    private static func one(_ request: APIRequest) async throws -> JSON.CallFile {
        let id = CallFileID(rawValue: Int32(clamping: try request.id("file")))
        var listing = FileListing(entityID: request.entityID)
        listing.sought = "\(id)"
        let asked = listing
        // The number, and files that have it in their name.
        let found = try await request.read { connection in
            try asked.page(from: CallFileID(rawValue: id.rawValue &+ 1), limit: 1, on: connection).files.first
        }
        guard let found, found.fileID == id else {
            throw Refusal(.notFound, "file.not_found", "There is no file \(id)", facts: ["file": "\(id)"])
        }
        return JSON.CallFile(found)
    }

    private static func send(_ request: APIRequest) async throws -> JSON.JobState {
        guard let file = request.page.upload?.file else {
            throw Refusal(
                .invalid, "value.missing", "file is missing", facts: ["field": "file"],
                place: Refusal.Place(field: "file"))
        }
        guard file.bytes > 0 else {
            throw Refusal(
                .invalid, "value.not_allowed", "file: \(file.name) is empty", facts: ["field": "file"],
                place: Refusal.Place(field: "file"))
        }
        let form = request.page.upload?.fields
        let entityID = request.entityID
        let switches = try await request.read { try SwitchSource.codes(entityID: entityID, on: $0) }
        let stated = request.text("switch") ?? form?["switch"]
        guard let code = stated ?? (switches.count == 1 ? switches.first : nil), switches.contains(code) else {
            throw Refusal(
                .invalid, "value.not_allowed",
                stated.map { "switch: There is no switch '\($0)'" } ?? "switch: There are several, one is to be named",
                facts: ["field": "switch"], place: Refusal.Place(field: "switch"))
        }
        let layout = request.text("layout") ?? form?["layout"]
        if let layout, !CDRUploadJob.layoutNames.contains(layout) {
            throw Refusal(
                .invalid, "value.not_allowed", "layout: There is no layout '\(layout.prefix(40))'",
                facts: ["field": "layout"], place: Refusal.Place(field: "layout"))
        }
        let id = try await SentUpload.keep(file, switchCode: code, layout: layout, request.page)
        return JSON.JobState(jobID: id.rawValue, state: "queued")
    }
}
