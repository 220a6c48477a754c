import Testing

/// How the files of the repository are named and begin.
@Suite struct FileTests {
    @Test func `names have no spaces`() {
        for path in Repository.paths {
            #expect(!path.contains(" "), "\(path)")
        }
    }

    @Test func `a file is named after what it declares`() {
        let declaring = ["struct", "class", "enum", "actor", "protocol", "extension", "typealias", "func"]
        for file in Repository.swiftFiles where file.name != "Package.swift" {
            let subject = file.name.dropLast(".swift".count).split(separator: "+").first ?? ""
            let words = file.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            let declared = zip(words, words.dropFirst()).contains { declaring.contains(String($0)) && $1 == subject }
            #expect(declared, "\(file.path) declares no \(subject)")
        }
    }

    @Test func `folders are named for a subject`() {
        let vague: Set<Substring> = [
            "Models", "Utils", "Utilities", "Helpers", "Common", "Misc", "Shared", "Extensions",
        ]
        for path in Repository.paths {
            #expect(vague.isDisjoint(with: path.split(separator: "/")), "\(path)")
        }
    }

    @Test func `a file begins with its imports or its main type and not with a banner`() {
        for file in Repository.swiftFiles {
            let comment = file.lines.prefix { $0.hasPrefix("//") && !$0.hasPrefix("///") }
            #expect(comment.count <= 3, "\(file.path) begins with a banner")
            for line in file.lines {
                let rule = line.drop { $0 == " " || $0 == "/" || $0 == "*" }
                #expect(
                    rule.count < 8 || !rule.allSatisfy { "=-*#~".contains($0) } || !line.contains("//"),
                    "\(file.path) draws a rule: \(line)")
            }
        }
    }

    @Test func `nothing names a folder of the machine it was written on`() {
        let folder = Repository.root.deletingLastPathComponent().path
        // Every machine has these, and so our files may name them: a clone may well lie there.
        let isCommon = ["/", "/tmp", "/var/tmp", "/opt", "/srv", "/usr/src"].contains(folder)
        let homes = ["/ho" + "me/", "/Us" + "ers/"]
        for file in Repository.files {
            #expect(isCommon || !file.text.contains(folder + "/"), "\(file.path) holds a path of this machine")
            for home in homes {
                #expect(!file.text.contains(home), "\(file.path) holds somebody's home folder")
            }
        }
    }

    @Test func `links between documents lead somewhere`() {
        for file in Repository.files where file.path.hasSuffix(".md") {
            for piece in file.text.split(separator: "](").dropFirst() {
                let target = piece.prefix { $0 != ")" && $0 != "#" && $0 != "\n" }
                guard !target.isEmpty, !target.contains("://") else { continue }
                let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
                let path =
                    target.hasPrefix("/")
                    ? String(target.dropFirst()) : folder.isEmpty ? "\(target)" : "\(folder)/\(target)"
                let resolved = normalised(path)
                #expect(
                    Repository.paths.contains { $0 == resolved || $0.hasPrefix(resolved + "/") },
                    "\(file.path) links to \(target)")
            }
        }
    }

    /// `a/../b` as `b`, without the slash at the end.
    private func normalised(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
