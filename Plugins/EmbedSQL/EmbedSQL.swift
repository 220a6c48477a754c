import Foundation
import PackagePlugin

/// Writes one Swift file that holds every `.sql` file of the target as a raw string literal, sorted by path. A string
/// literal compiles in no time, where an array of bytes of this size takes minutes.
@main
struct EmbedSQL: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let root = target.directoryURL
        let inputs = ["migrations", "jobs", "queries"]
            .flatMap { sqlFiles(in: root.appending(path: $0)) }
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSQL.swift")
        let script = root.appending(path: "embed.sh")
        return [
            .buildCommand(
                displayName: "Embedding \(inputs.count) SQL files",
                executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, root.path, output.path] + inputs.map(\.path),
                inputFiles: inputs + [script],
                outputFiles: [output])
        ]
    }

    private func sqlFiles(in folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".sql") }.map { folder.appending(path: $0) }
    }
}
