import ArgumentParser
import Contracts

/// Stops the private database.
struct DatabaseStopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop the private database; what is not committed rolls back.",
        discussion: """
            Example:
              didtron db stop
            """)

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let (located, cluster) = try database.privateCluster()
        let isStopped = try cluster.stop()
        try printing.show(
            JSON.DatabaseStep(database: "\(located)", state: isStopped ? "stopped" : "not_running"),
            "\(located) \(isStopped ? "is stopped" : "was not running").".capitalizedFirst)
    }
}
