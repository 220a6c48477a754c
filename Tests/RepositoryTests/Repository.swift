import Foundation
import Testing

/// The files of this repository as they lie on disk, without what builds leave behind.
struct Repository {
    /// One text file.
    struct File: CustomTestStringConvertible {
        /// Path below the repository's root, with slashes.
        var path: String
        var text: String

        var name: String { String(path.split(separator: "/").last ?? "") }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var testDescription: String { path }
    }

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every file that is UTF-8 text, sorted by path.
    static let files: [File] = paths.compactMap { path in
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return nil }
        return File(path: path, text: text)
    }

    /// Every file below the root, sorted; build folders and the history left out.
    static let paths: [String] = {
        let walk = FileManager.default.enumerator(atPath: root.path)
        var found: [String] = []
        while let path = walk?.nextObject() as? String {
            let name = String(path.split(separator: "/").last ?? "")
            if name == ".git" || name.hasPrefix(".build") || path == "Benchmarks/results" {
                walk?.skipDescendants()
                continue
            }
            if walk?.fileAttributes?[.type] as? FileAttributeType == .typeRegular { found.append(path) }
        }
        return found.sorted()
    }()

    static func files(under folder: String, suffix: String) -> [File] {
        files.filter { $0.path.hasPrefix(folder + "/") && $0.path.hasSuffix(suffix) }
    }

    static var swiftFiles: [File] {
        ["Sources", "Tests", "Plugins", "schema", "fixtures", "Benchmarks"].flatMap {
            files(under: $0, suffix: ".swift")
        }
    }

    static func file(_ path: String) -> File? { files.first { $0.path == path } }
}
