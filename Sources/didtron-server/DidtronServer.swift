import ArgumentParser
import CoreMetrics
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
            "Proxies that are believed about the client: addresses and networks such as 10.0.0.0/8, with commas.",
            valueName: "addresses"))
    var trustedProxies: String?

    @Option(help: "Connections to the database.")
    var connections = 8

    @Option(help: ArgumentHelp("Largest file that a page takes, in millions of bytes.", valueName: "number"))
    var uploadMegabytes = 2_000

    @Option(help: ArgumentHelp("Requests of the API that a token may send a minute.", valueName: "number"))
    var apiRequestsPerMinute = 6_000

    @Option(help: "Jobs at a time; 0 = none, for a server of pages alone.")
    var slots = 2

    @Option(help: "Folder of the private database and of received files.")
    var home: String?

    func validate() throws {
        guard (1...1_000_000).contains(uploadMegabytes) else {
            throw ValidationError("--upload-megabytes must be from 1 to 1,000,000.")
        }
        guard (10...1_000_000).contains(apiRequestsPerMinute) else {
            throw ValidationError("--api-requests-per-minute must be from 10 to 1,000,000.")
        }
        guard (1...1_000).contains(connections) else { throw ValidationError("--connections must be from 1 to 1,000.") }
        guard (0...1_000).contains(slots) else { throw ValidationError("--slots must be from 0 to 1,000.") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var settings = WebSettings()
        settings.host = address ?? environment["DIDTRON_ADDRESS"] ?? settings.host
        settings.port = port ?? environment["DIDTRON_PORT"].flatMap { Int($0) } ?? settings.port
        settings.publicURL = publicURL ?? environment["DIDTRON_PUBLIC_URL"]
        do {
            settings.trustedProxies = try TrustedProxies(trustedProxies ?? environment["DIDTRON_TRUSTED_PROXIES"] ?? "")
        } catch { throw ValidationError("--trusted-proxies: \(error)") }
        settings.uploadBytesMax = uploadMegabytes * 1_000_000
        settings.connections = connections
        settings.apiRequestsPerMinute = apiRequestsPerMinute
        let logger = Logger(label: "didtron")
        MetricsSystem.bootstrap(PrometheusMetrics.shared)
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
