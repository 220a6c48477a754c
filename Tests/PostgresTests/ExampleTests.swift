import Database
import Foundation
import TestSupport
import Testing

/// The stories under `schema/examples/`: what psql says to each is committed beside it.
@Suite struct ExampleTests {
    private static let folder = URL(filePath: #filePath).appending(path: "../../../schema/examples").standardized

    static let stories: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
    }()

    @Test func `there are stories`() { #expect(!Self.stories.isEmpty) }

    @Test(arguments: stories)
    func `a story comes out as it is written down`(name: String) throws {
        let programs = try ServerPrograms.find(version: nil, environment: ProcessInfo.processInfo.environment)
        let outcome = try withTestDatabase { database in
            try ChildProcess.run(
                [
                    programs.path("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f",
                    Self.folder.appending(path: "\(name).sql").path,
                    database.url.replacing(TestCluster.ambientAct, with: ""),
                ],
                environment: ["PATH": "/usr/bin:/bin", "PGOPTIONS": "-c client_min_messages=warning"])
        }
        #expect(outcome.status == 0, "\(outcome.output)")
        let file = Self.folder.appending(path: "\(name).out")
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try outcome.output.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == outcome.output)
    }
}
