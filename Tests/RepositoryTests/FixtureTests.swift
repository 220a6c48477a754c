import Testing

/// Every fixture is used, and every folder of fixtures says where its files come from.
@Suite struct FixtureTests {
    @Test func `no fixture is an orphan`() {
        let users = Repository.files.filter { file in
            !file.path.hasPrefix("fixtures/") || file.path.hasSuffix(".swift")
        }.filter { file in
            [".swift", ".sh", ".py", ".sql"].contains { file.path.hasSuffix($0) }
        }
        for path in Repository.paths where path.hasPrefix("fixtures/") {
            let parts = path.split(separator: "/").dropFirst().map(String.init)
            guard let name = parts.last, name != "README.md", !isSourceOfTarget(path) else { continue }
            // A test names the file itself, or enumerates the folder that it stands in.
            let folders = parts.dropLast().indices.map { "fixtures/" + parts[...$0].joined(separator: "/") }
            let isUsed = users.contains { user in
                user.text.contains("\"\(name)\"") || user.text.contains("/\(name)\"")
                    || folders.contains { user.text.contains("\"\($0)\"") }
            }
            #expect(isUsed, "nothing mentions \(path)")
        }
    }

    @Test func `fixtures say where they come from`() {
        let folders = Set(
            Repository.paths.filter { $0.hasPrefix("fixtures/") }.map {
                $0.split(separator: "/").prefix(2).joined(separator: "/")
            }
        ).filter { !$0.hasSuffix(".md") }
        for folder in folders {
            #expect(Repository.file("\(folder)/README.md") != nil, "\(folder) has no README.md")
        }
    }

    /// Files of the target that lives among the fixtures, and the script that made its list.
    private func isSourceOfTarget(_ path: String) -> Bool { path.hasPrefix("fixtures/prefixes/") }
}
