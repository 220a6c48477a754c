public import Foundation

/// Runs the built `didtron` as a user would.
public struct Program {
    public struct Result {
        public var status: Int32
        public var output: String
        public var errors: String
    }

    /// The executable beside the test bundle.
    public static var executable: URL {
        let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = bundle.appending(path: "didtron")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        // Where the runner is a helper of the toolchain, the tests' own file leads to the default build folder.
        return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/debug/didtron")
    }

    /// - Parameter input: what standard input holds.
    public static func run(
        _ arguments: [String], environment: [String: String] = [:], input: Data = Data()
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "didtron-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files and not pipes: nothing blocks, however much is written.
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        try input.write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}
