internal import Files
import Foundation
import RateCards

/// A file that a command reads whole: plain, `.zst` or `.gz`, or `-` for standard input.
enum InputFile {
    /// - Parameter max: bytes, after decompression, beyond which the file is refused.
    static func bytes(of path: String, max: Int = .max) throws -> [UInt8] {
        let file = path == "-" ? FileDescriptor.standardInput : try FileDescriptor(reading: path)
        guard let bytes = try WholeFile.bytes(of: file, max: max) else {
            throw TableError(.tooLarge, message: "the file is larger than \(max >> 20) MiB; split it")
        }
        return bytes
    }

    /// Puts the file's name before what is wrong with its rows or its form.
    static func named<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as RowsRefused {
            throw FileRefused(path: path, reasons: error.refusals.map(\.description), rows: error.refusals)
        } catch let error as TableError {
            throw FileRefused(path: path, reasons: [error.description])
        }
    }
}

/// A file that cannot be used, with every reason.
struct FileRefused: Error, CustomStringConvertible {
    let path: String
    let reasons: [String]
    /// Where and why, of reasons that are about rows.
    var rows: [RowRefusal] = []

    private static let reasonsShown = 20

    var description: String {
        var lines = reasons.prefix(FileRefused.reasonsShown).map { "\(path), \($0)" }
        if reasons.count > FileRefused.reasonsShown {
            lines.append("… and \(reasons.count - FileRefused.reasonsShown) more rows")
        }
        return ChoiceWording.options(in: lines.joined(separator: "\n"))
            + "\nNothing was imported. Correct the file and run the command again."
    }
}
