import ArgumentParser

/// Stops the private database.
struct DatabaseStopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop the private database; what is not committed rolls back.")

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let (located, cluster) = try database.privateCluster()
        print("\(located) \(try cluster.stop() ? "is stopped" : "was not running").".capitalizedFirst)
    }
}
