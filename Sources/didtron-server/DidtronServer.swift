import ArgumentParser
import Database
import Foundation
import Jobs
import Logging
import Operations
import ServiceLifecycle
import Web

/// The server of pages and API, with the worker of jobs beside it; `didtron serve` starts it.
@main
struct DidtronServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "didtron-server",
        abstract: "Serve the pages, the API and the jobs until stopped (Ctrl-C, SIGTERM).",
        discussion: """
            Listens on this machine alone unless it is told otherwise; HTTPS is the business of a proxy before it. Each option can be \
            stated by the environment as well: DIDTRON_ADDRESS, DIDTRON_PORT, DIDTRON_PUBLIC_URL, DIDTRON_TRUSTED_PROXIES.
            """)

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var address: String?

    @Option(help: ArgumentHelp("Port to listen on; 0 = any that is free.", valueName: "port"))
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "Address by which people reach it, such as https://billing.example.net: with https cookies go by HTTPS alone.",
            valueName: "url"))
    var publicURL: String?

    @Option(
        help: ArgumentHelp(
            "Addresses of proxies that are believed about the client, with commas.", valueName: "addresses"))
    var trustedProxies: String?

    @Option(help: "Connections to the database.")
    var connections = 8

    @Option(help: "Jobs at a time; 0 = none, for a server of pages alone.")
    var slots = 2

    @Option(help: "Folder of the private database and of received files.")
    var home: String?

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var settings = WebSettings()
        settings.host = address ?? environment["DIDTRON_ADDRESS"] ?? settings.host
        settings.port = port ?? environment["DIDTRON_PORT"].flatMap { Int($0) } ?? settings.port
        settings.publicURL = publicURL ?? environment["DIDTRON_PUBLIC_URL"]
        let proxies = trustedProxies ?? environment["DIDTRON_TRUSTED_PROXIES"] ?? ""
        settings.trustedProxies = Set(proxies.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        settings.connections = connections
        let logger = Logger(label: "didtron")
        let database = try Database.open(home: home.map(Home.init(path:)))
        let listening = settings.host
        let server = WebServer(try Web(database, settings: settings), logger: logger) { port in
            // For whoever started it: the one line on standard output.
            FileHandle.standardOutput.write(Data("Serving http://\(listening):\(port)\n".utf8))
        }
        var services: [any Service] = [server]
        if slots > 0 { services.append(JobService(database: database, slots: slots, logger: logger)) }
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: group).run()
    }
}
