import Foundation
import Testing
import Vocabulary

@testable import CallStore
@testable import Catalog
@testable import Files

@Suite struct EvidenceStoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID().uuidString)")
    private var store: EvidenceStore { EvidenceStore(folder: folder.appending(path: "deep/evidence").path) }

    private func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "calls.csv")
        try content.write(to: file)
        try body(file.path)
    }

    @Test func `a file is kept under its SHA-256, once`() throws {
        try withFile(Data("abc".utf8)) { path in
            let evidence = try store.receive(.file(path))
            let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            #expect(evidence.path.hasSuffix("/evidence/ba/\(digest)"))
            #expect(evidence.bytes == 3)
            #expect(try Data(contentsOf: URL(filePath: evidence.path)) == Data("abc".utf8))
            #expect(try store.receive(.file(path)).path == evidence.path)
            try evidence.synchronize()
            let kept = try files()
            #expect(kept == ["ba/\(digest)"])
        }
    }

    @Test func `an empty and a large file are kept whole`() throws {
        for count in [0, 5_000_001] {
            let content = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try withFile(content) { path in
                let evidence = try store.receive(.file(path))
                #expect(evidence.bytes == count)
                #expect(try Data(contentsOf: URL(filePath: evidence.path)) == content)
            }
        }
    }

    @Test func `what cannot be read is said and nothing is left`() throws {
        try withFile(Data()) { path in
            #expect { try store.receive(.file(path + ".missing")) } throws: { error in
                "\(error)".contains("No such file or directory")
            }
            #expect { try store.receive(.file(folder.path)) } throws: { "\($0)".contains("is a folder") }
            let left = try files()
            #expect(left.isEmpty)
        }
    }

    @Test func `F38: a full disk is said and nothing is left`() throws {
        // Writing to /dev/full fails as on a full disk; the store is asked to keep its files there.
        try withFile(Data("abc".utf8)) { path in
            #expect { try EvidenceStore(folder: "/dev/full/evidence").receive(.file(path)) } throws: {
                ($0 as? Refusal)?.reason == "evidence.cannot_be_kept"
            }
        }
    }

    @Test func `what a killed process left is removed, what a living one writes is not`() throws {
        try withFile(Data("abc".utf8)) { path in
            let incoming = store.folder + "/incoming"
            try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
            try Data("half".utf8).write(to: URL(filePath: incoming + "/1-1"))
            try Data("at work".utf8).write(to: URL(filePath: incoming + "/2-2"))
            let other = try FileDescriptor(reading: incoming + "/2-2")
            #expect(other.tryLock())
            _ = try store.receive(.file(path))
            let left = try files()
            #expect(left.contains("incoming/2-2"))
            #expect(!left.contains("incoming/1-1"))
            withExtendedLifetime(other) {}
        }
    }

    /// Paths below the store, folders left out.
    private func files() throws -> [String] {
        let root = URL(filePath: store.folder)
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isDirectoryKey])
        return try (found?.compactMap { $0 as? URL } ?? []).filter {
            try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true
        }.map { String($0.path.dropFirst(root.path.count + 1)) }.sorted()
    }
}
