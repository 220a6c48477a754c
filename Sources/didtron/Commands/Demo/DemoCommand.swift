import ArgumentParser
import Calendar
internal import Database
import Foundation
internal import Postgres

/// The main job on a carrier that does not exist, in front of the reader's eyes.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Rate, load, bill and check a million calls of a made-up carrier.",
        discussion: """
            Works in a home of its own (demo/ in the home) and a database of its own, which each run makes anew: with \
            DATABASE_URL a database called didtron_demo on that server, otherwise a private one.

            Examples:
              didtron demo
              didtron demo --calls 100000 --seed 7
            """)

    @Flag(help: "Serve the pages of the last demo rather than run another.")
    var serve = false

    @OptionGroup var carrier: SyntheticCarrierOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard carrier.calls > 0 else { throw ValidationError("--calls must be at least 1 for the demo.") }
    }

    func run() throws {
        let home = Home(path: "\(try database.located().home.path)/demo")
        if serve { return try DemoServer(home: home).run() }
        let calls = try carrier.traffic()
        let files = SyntheticFiles(calls: calls, folder: URL(filePath: home.path).appending(path: "files"))
        print("A carrier that does not exist, over the real prefixes of the world (seed \(carrier.seed)).")
        let emptied = try Database.emptied(name: "didtron_demo", home: home)
        guard let period = BillingPeriod(String(carrier.from.prefix(7))) else {
            throw ValidationError("--from must be a date such as 2026-10-01, not '\(carrier.from)'.")
        }
        try Demo(files: files, database: emptied, period: period).run()
    }
}
