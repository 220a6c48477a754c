import Catalog
import Files
import Foundation
import NIOCore
import Vocabulary

/// A form with a file, read as it arrives: fields into memory, the file into a folder of its own.
///
/// Whoever takes the file over moves it; else `remove` is called.
struct MultipartUpload: Sendable {
    struct File: Sendable, Equatable {
        /// Of the form.
        var field: String
        /// Last part of the name that the sender gave it, fit for a file of ours.
        var name: String
        /// Of the folder in which it lies alone.
        var folder: String
        var bytes: Int
        var sha256: [UInt8]

        var path: String { "\(folder)/\(name)" }
    }

    var fields = FormFields()
    /// Nil where none was chosen.
    var file: File?
    /// Why nothing was kept; the fields are those that came before.
    var refusal: Refusal?

    struct Limits: Sendable {
        var fileBytesMax: Int
        var fieldBytesMax: Int

        /// All of a body, with the headers of its parts.
        var bytesMax: Int {
            fileBytesMax + 2 * fieldBytesMax + MultipartParser.partsMax * MultipartParser.headerBytesMax
        }

        var tooLarge: Refusal {
            Refusal(
                .tooLarge, "upload.too_large",
                "The file is larger than \(AmountText.count(Int64(fileBytesMax / 1_000_000))) MB")
        }
    }

    /// Reads a body to its end.
    ///
    /// - Parameters:
    ///   - folder: in which the file gets a folder.
    ///   - mayKeep: asked with the fields before the first byte of a file is kept; throws where it may not be.
    /// - Throws: what `mayKeep` throws, and what the connection or the disk fails with. Nothing is left behind then, nor with a refusal.
    static func receive(
        _ body: some AsyncSequence<ByteBuffer, any Error>, contentType: String, into folder: String, limits: Limits,
        mayKeep: (FormFields) throws -> Void
    ) async throws -> MultipartUpload {
        var parser = try MultipartParser(contentType: contentType)
        var receiver = Receiver(folder: folder, limits: limits)
        var bytes = 0
        do {
            for try await buffer in body {
                bytes += buffer.readableBytes
                guard bytes <= limits.bytesMax else { throw limits.tooLarge }
                try parser.feed(buffer.readableBytesView) { try receiver.take($0, mayKeep) }
            }
            try parser.finish()
        } catch {
            receiver.remove()
            // The client has left in the middle of it: nobody is there to be told, and nothing of ours is at fault.
            if !(error is Refusal), !(error is InputError), !(error is CocoaError) { throw CancellationError() }
            guard let refusal = error as? Refusal, refusal.reason.hasPrefix("upload.") else { throw error }
            return MultipartUpload(fields: receiver.upload.fields, refusal: refusal)
        }
        return receiver.upload
    }

    /// Reads a body that is the file itself.
    ///
    /// - Throws: as `receive(_:contentType:into:limits:mayKeep:)`.
    static func receive(
        file body: some AsyncSequence<ByteBuffer, any Error>, name: String, into folder: String, limits: Limits
    ) async throws -> MultipartUpload {
        var receiver = Receiver(folder: folder, limits: limits)
        do {
            try receiver.take(.began(name: "file", fileName: name)) { _ in }
            for try await buffer in body where buffer.readableBytes > 0 {
                try receiver.take(.bytes(Array(buffer.readableBytesView)[...])) { _ in }
            }
            try receiver.take(.ended) { _ in }
        } catch {
            receiver.remove()
            if !(error is Refusal), !(error is InputError), !(error is CocoaError) { throw CancellationError() }
            guard let refusal = error as? Refusal, refusal.reason.hasPrefix("upload.") else { throw error }
            return MultipartUpload(refusal: refusal)
        }
        return receiver.upload
    }

    func remove() {
        guard let file else { return }
        // What cannot be removed now is removed with the old ones.
        try? FileManager.default.removeItem(atPath: file.folder)
    }

    /// A file name without folders, control characters and leading dots, short enough for any file system.
    static func safeName(_ stated: String) -> String {
        let last = stated.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        var name = String(String.UnicodeScalarView(last.unicodeScalars.filter { !isHidden($0) }))
        while name.first == "." || name.first == " " { name.removeFirst() }
        while name.utf8.count > 200 { name.removeFirst() }
        return name.isEmpty ? "upload" : name
    }

    /// Characters that no one sees, among them those by which text changes its direction.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

/// What has arrived of an upload.
private struct Receiver: ~Copyable {
    let folder: String
    let limits: MultipartUpload.Limits
    var upload = MultipartUpload()

    private var field: (name: String, value: [UInt8])?
    private var output: Files.FileDescriptor?
    private var digest: SHA256?
    private var fieldBytes = 0
    /// A file whose field was left empty: nothing may come of it.
    private var isNoFile = false

    init(folder: String, limits: MultipartUpload.Limits) {
        self.folder = folder
        self.limits = limits
    }

    mutating func take(_ event: MultipartParser.Event, _ mayKeep: (FormFields) throws -> Void) throws {
        switch event {
        case .began(let name, nil):
            field = (name, [])
        case .began(let name, let fileName?):
            try mayKeep(upload.fields)
            // Browsers send an empty part for a field without a file.
            if fileName.isEmpty { isNoFile = true } else { try open(name, fileName) }
        case .bytes(let bytes):
            try take(bytes)
        case .ended:
            if let field {
                let text = String(decoding: field.value.filter { $0 != 0 }, as: UTF8.self)
                upload.fields = FormFields(upload.fields.items + [(field.name, text)])
            }
            if let digest = digest.take() { upload.file?.sha256 = digest.finish() }
            (field, output, isNoFile) = (nil, nil, false)
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws {
        if output != nil {
            upload.file?.bytes += bytes.count
            guard let file = upload.file, file.bytes <= limits.fileBytesMax else { throw limits.tooLarge }
            let block = Array(bytes)
            unsafe block.withUnsafeBytes { unsafe digest?.update($0) }
            try output?.write(block)
        } else if isNoFile {
            throw MultipartParser.notUnderstood("a file has no name")
        } else {
            fieldBytes += bytes.count
            guard fieldBytes <= limits.fieldBytesMax else {
                throw Refusal(.tooLarge, "upload.fields_too_large", "The fields of the form are too long")
            }
            field?.value.append(contentsOf: bytes)
        }
    }

    private mutating func open(_ field: String, _ fileName: String) throws {
        guard upload.file == nil else { throw MultipartParser.notUnderstood("it has more than one file") }
        let name = MultipartUpload.safeName(fileName)
        let own = "\(folder)/\(UUID().uuidString.lowercased())"
        try FileManager.default.createDirectory(
            atPath: own, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        upload.file = MultipartUpload.File(field: field, name: name, folder: own, bytes: 0, sha256: [])
        output = try Files.FileDescriptor(creating: "\(own)/\(name)")
        digest = SHA256()
    }

    mutating func remove() {
        output = nil
        upload.remove()
    }
}
