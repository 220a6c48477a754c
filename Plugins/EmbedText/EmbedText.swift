import Foundation
import PackagePlugin

/// Writes one Swift file that holds the texts beside a target's sources as raw string literals, sorted by path: the
/// `.sql` files of `migrations/`, `jobs/` and `queries/`, the `.csv` files of its own folder, and the templates, styles,
/// scripts and images of pages. A string literal compiles in no time, where an array of bytes of this size takes minutes.
@main
struct EmbedText: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let root = target.directoryURL
        let inputs =
            (["migrations", "jobs", "queries"].flatMap { files(in: root.appending(path: $0), suffix: ".sql") }
            + files(in: root, suffix: ".csv")
            + ["Templates": ".mustache", "Styles": ".css", "Scripts": ".js", "Images": ".svg"].flatMap {
                files(below: root.appending(path: $0.key), suffix: $0.value)
            })
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        let script = context.package.directoryURL.appending(path: "Plugins/EmbedText/embed.sh")
        return [
            .buildCommand(
                displayName: "Embedding \(inputs.count) files into \(target.name)",
                executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, root.path, output.path] + inputs.map(\.path),
                inputFiles: inputs + [script],
                outputFiles: [output])
        ]
    }

    private func files(below folder: URL, suffix: String) -> [URL] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.map { folder.appending(path: $0) }
    }

    private func files(in folder: URL, suffix: String) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.map { folder.appending(path: $0) }
    }
}
