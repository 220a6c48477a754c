import Foundation
import Testing

/// SwiftPM lets an undeclared import slip through an incremental build; these do not.
@Suite struct ImportTests {
    static let map = TargetMap(markdown: Repository.file("ARCHITECTURE.md")?.text ?? "")

    @Test func `the map lists every target and no other`() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "Sources").path)
        let elsewhere = Self.map.rows.filter { !$0.folder.hasPrefix("Sources/") }
        #expect(Self.map.names == Set(folders.filter { !$0.hasPrefix(".") }).union(elsewhere.map(\.name)))
        for row in Self.map.rows {
            #expect(Repository.paths.contains { $0.hasPrefix(row.folder + "/") }, "\(row.folder) is empty")
        }
    }

    @Test func `a target imports only what the map allows`() {
        for row in Self.map.rows {
            for file in Repository.files(under: row.folder, suffix: ".swift") {
                for module in imports(of: file) where Self.map.names.contains(module) {
                    #expect(row.allowed.contains(module), "\(file.path) imports \(module)")
                }
            }
        }
    }

    @Test func `no target may import one that may import it`() {
        var open = Dictionary(uniqueKeysWithValues: Self.map.rows.map { ($0.name, $0.allowed) })
        while let leaf = open.first(where: { $0.value.isEmpty })?.key {
            open[leaf] = nil
            for name in open.keys { open[name]?.remove(leaf) }
        }
        #expect(open.isEmpty, "a circle, or a name that is no target: \(open)")
    }

    @Test func `a pure target has no way to reach the outside`() {
        for row in Self.map.rows where row.isPure {
            for file in Repository.files(under: row.folder, suffix: ".swift") {
                for module in imports(of: file) {
                    #expect(
                        !["Foundation", "FoundationEssentials", "Dispatch", "Glibc"].contains(module),
                        "\(file.path) imports \(module)")
                }
            }
        }
    }

    /// Modules that a file imports, whatever the access level and attributes of the import.
    private func imports(of file: Repository.File) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let position = words.firstIndex(of: "import"), position + 1 < words.count else { return nil }
            let before = words[..<position]
            let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
            guard before.allSatisfy({ $0.hasPrefix("@") || modifiers.contains($0) }) else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "func", "var", "let", "typealias", "protocol"]
            let path = kinds.contains(words[position + 1]) ? words.last : words[position + 1]
            return path?.split(separator: ".").first.map(String.init)
        }
    }
}
