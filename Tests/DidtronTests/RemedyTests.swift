import Foundation
import TestSupport
import Testing

@Suite struct RemedyTests {
    /// Each command that a remedy names, once.
    private static let commands: [String] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/didtron/Output/Remedies")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        let texts = files.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
        // A command may be broken over two literals.
        let commands = texts.flatMap { text in
            text.replacing(/"\s*\+ "/, with: "").matches(of: /`didtron ((?:[a-z]+(?:-[a-z]+)* ?)+)/).map {
                String($0.1).trimmingCharacters(in: .whitespaces)
            }
        }
        return Set(commands).sorted()
    }()

    @Test func `each command that a remedy names is one`() throws {
        #expect(Self.commands.count > 15)
        for command in Self.commands where command != "list" {
            let words = command.split(separator: " ").map(String.init)
            let outcome = try DidtronProgram().run(["help"] + words)
            #expect(outcome.status == 0, "\(command): \(outcome.errors)")
            // Help of a command that does not exist is that of the nearest one that does.
            #expect(outcome.output.contains("USAGE: didtron \(command)"), "\(command)")
        }
    }
}
