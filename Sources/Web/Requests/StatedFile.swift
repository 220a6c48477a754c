import Accounts
import Files
import Foundation
import Hummingbird
import Postgres
import Vocabulary

/// A page to which a file is sent, where it is shown what the file would do, and on which that is done.
///
/// The file is kept between the two under a name that only the form has; housekeeping removes what nobody came back for.
protocol StatedFile: Sendable {
    /// Thing that the file is about: a card, a subject of the catalog.
    associatedtype Subject: Sendable = Void
    associatedtype Outcome: Codable & Sendable

    /// The address, with its parameters.
    var path: String { get }
    var permission: Permission { get }
    var bytesMax: Int { get }

    /// Name of the act.
    func act(_ subject: Subject) -> String

    /// - Throws: a refusal where there is none.
    func subject(_ request: PageRequest, on connection: Connection) throws -> Subject

    /// The form in words; its file is added to its fields.
    func form(
        _ request: PageRequest, _ subject: Subject, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm

    /// Says beside the field which files are taken.
    var fileHint: String { get }

    /// Does it; in the preview, too.
    ///
    /// - Throws: `FormProblems`, or a refusal.
    func perform(
        _ request: PageRequest, _ subject: Subject, _ fields: FormFields, _ file: StatedFileContent,
        on connection: Connection
    ) throws -> Outcome

    /// Effects of the act, read before it is taken back.
    func effects(
        _ request: PageRequest, _ subject: Subject, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects

    /// Where to go then, and what is said there.
    func done(_ request: PageRequest, _ subject: Subject, _ outcome: Outcome) -> (path: String, flash: Flash)
}

/// A file that was sent to a page.
struct StatedFileContent: Sendable {
    var name: String
    var bytes: [UInt8]
}

/// A file between its preview and what is done with it.
private struct KeptFile: Sendable {
    /// Name of the folder of `Home.uploads` in which it lies alone; nobody can guess it.
    var folder: String
    var name: String

    private static let unpackedBytesMax = 500_000_000

    /// As a form states it; nil where it states none, or one that cannot be.
    init?(_ fields: FormFields) {
        guard let folder = fields["kept"], let name = fields["kept_name"],
            folder.wholeMatch(of: /[0-9a-f-]{36}\.shown/) != nil, MultipartUpload.safeName(name) == name
        else { return nil }
        self.folder = folder
        self.name = name
    }

    /// Takes over what was received.
    init(_ file: MultipartUpload.File) throws {
        folder = "\((file.folder as NSString).lastPathComponent).shown"
        name = file.name
        // The folder that is received into is removed with the request.
        try FileManager.default.moveItem(atPath: file.folder, toPath: "\(file.folder).shown")
    }

    var hidden: [Filters.Hidden] {
        [Filters.Hidden(name: "kept", value: folder), Filters.Hidden(name: "kept_name", value: name)]
    }

    /// - Throws: `FormProblems` where it is not kept any more.
    func content(in uploads: String) throws -> StatedFileContent {
        let path = "\(uploads)/\(folder)/\(name)"
        guard isThere(in: uploads) else {
            throw FormProblems("file", "The file \(name) is not kept any more: choose it again.")
        }
        guard let bytes = try WholeFile.bytes(of: Files.FileDescriptor(reading: path), max: Self.unpackedBytesMax)
        else {
            throw FormProblems(
                "file", "\(name) is larger than \(Size.text(Int64(Self.unpackedBytesMax))) when unpacked.")
        }
        return StatedFileContent(name: name, bytes: bytes)
    }

    func isThere(in uploads: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(uploads)/\(folder)/\(name)")
    }

    func remove(from uploads: String) {
        // Housekeeping removes the rest.
        try? FileManager.default.removeItem(atPath: "\(uploads)/\(folder)")
    }
}

extension StatedFile {
    var routes: [Route] {
        [
            .get(path, .needs(permission)) { request in
                // Back from the preview: the file is still there.
                let kept = KeptFile(request.query)
                let file = kept?.isThere(in: request.web.database.home.uploads) == true ? kept : nil
                return try await show(request, request.query, FormProblems([]), file: file)
            },
            .upload(path, .needs(permission), receive),
            .post("\(path)/do", .needs(permission), post),
        ]
    }

    private func show(
        _ request: PageRequest, _ fields: FormFields, _ problems: FormProblems, file: KeptFile? = nil,
        shown: ActEffects? = nil
    ) async throws -> Response {
        let (known, entities) = try await request.read { connection in
            (try subject(request, on: connection), try Shell.entities(request, on: connection))
        }
        var words = form(request, known, fields, problems)
        let names = words.fields.map(\.name)
        let kept = file.map { "\($0.name) was received; choose another file, or leave this empty to go on with it" }
        words.fields.insert(
            Field(
                "file", "File", hint: kept ?? fileHint, error: problems.of("file"), type: "file", width: 30,
                isOptional: file != nil), at: 0)
        let base = request.path.hasSuffix("/do") ? String(request.path.dropLast(3)) : request.path
        var sheet = ActSheet(
            request, words, problems, shown: shown, isPreviewed: true,
            hidden: (file?.hidden ?? [])
                + (shown == nil ? [] : names.map { Filters.Hidden(name: $0, value: fields.typed($0)) }),
            back: FormFields(
                names.map { ($0, fields.typed($0)) } + (file?.hidden.map { ($0.name, $0.value) } ?? [])
            ).address(base))
        sheet.hasFile = true
        sheet.path = base
        sheet.doPath = "\(base)/do"
        return sheet.response(request, words, entities)
    }

    private func receive(_ request: PageRequest) async throws -> Response {
        let fields = request.form
        if let refusal = request.upload?.refusal {
            return try await show(
                request, fields, FormProblems("file", "\(refusal.message). Nothing was kept: choose it again."))
        }
        var file = KeptFile(fields)
        if let sent = request.upload?.file {
            guard sent.bytes <= bytesMax else {
                return try await show(
                    request, fields,
                    FormProblems("file", "\(sent.name) is larger than \(Size.text(Int64(bytesMax))). Nothing was kept.")
                )
            }
            guard sent.bytes > 0 else {
                return try await show(
                    request, fields, FormProblems("file", "\(sent.name) is empty. Choose another file."))
            }
            // The new one takes its place.
            file?.remove(from: request.web.database.home.uploads)
            file = try KeptFile(sent)
        }
        guard let kept = file else {
            return try await show(request, fields, FormProblems("file", "Choose a file."))
        }
        do {
            let known = try await request.read { try subject(request, on: $0) }
            let content = try kept.content(in: request.web.database.home.uploads)
            let shown = try await request.rehearse(act(known)) { connection in
                let outcome = try perform(request, known, fields, content, on: connection)
                return try effects(request, known, outcome, on: connection)
            }
            return try await show(request, fields, FormProblems([]), file: kept, shown: shown)
        } catch {
            guard let problems = FormProblems(error) else { throw error }
            return try await show(request, fields, problems, file: kept)
        }
    }

    private func post(_ request: PageRequest) async throws -> Response {
        let fields = request.form
        guard let kept = KeptFile(fields) else {
            return try await show(request, fields, FormProblems("file", "Choose a file."))
        }
        let uploads = request.web.database.home.uploads
        do {
            let known = try await request.read { try subject(request, on: $0) }
            let name = act(known)
            let outcome = try await request.act(name) { connection in
                // Only now: whoever sends the form twice is answered as before, though the file is gone.
                let outcome = try perform(request, known, fields, kept.content(in: uploads), on: connection)
                if let reason = try effects(request, known, outcome, on: connection).cannot {
                    throw FormProblems(nil, reason)
                }
                return outcome
            }
            kept.remove(from: uploads)
            let (path, flash) = done(request, known, outcome)
            return request.redirect(to: path, flash: flash)
        } catch {
            guard let problems = FormProblems(error), (error as? Refusal)?.reason != Refusal.noPage.reason else {
                throw error
            }
            return try await show(request, fields, problems, file: kept)
        }
    }
}
