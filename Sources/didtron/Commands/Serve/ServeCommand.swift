import ArgumentParser
import Foundation
import Glibc
internal import Vocabulary

/// Starts the server of pages, API and jobs: the program `didtron-server` beside this one.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the pages, the API and the jobs until stopped (Ctrl-C, SIGTERM).",
        discussion: """
            Starts `didtron-server`, which lies beside this program, with the options that follow; its own --help lists them. It listens \
            on this machine alone, port 8080, unless --address and --port say otherwise. `didtron user add` makes the first user.

            Examples:
              didtron serve
              didtron serve --port 9000
            """)

    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("Options of the server.", valueName: "options"))
    var options: [String] = []

    func run() throws {
        if options == ["--help"] || options == ["-h"] { throw CleanExit.helpRequest(self) }
        try ServerProgram.become(ServerProgram.path(), options)
    }
}

/// Finds the program of the server.
enum ServerProgram {
    /// - Throws: `Refusal` where it does not lie beside this program.
    static func path() throws -> String {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let server = own.appending(path: "didtron-server").path
        guard FileManager.default.isExecutableFile(atPath: server) else {
            throw Refusal(
                .notFound, "server.not_built", "There is no didtron-server in \(own.path)", facts: ["folder": own.path])
        }
        return server
    }

    /// Lets the server take the place of this program, with its signals and its output; returns only by an error.
    static func become(_ server: String, _ options: [String]) throws {
        let arguments: [UnsafeMutablePointer<CChar>?] = unsafe ([server] + options).map { unsafe strdup($0) } + [nil]
        // A list of texts that ends with nil, as execv wants it; it returns only where it fails.
        unsafe execv(server, arguments)
        throw Refusal(
            .unavailable, "server.cannot_start",
            "The server \(server) cannot be started: \(unsafe String(cString: strerror(errno)))",
            facts: ["program": server])
    }
}
