import Accounts
import Acts
internal import Database
import Foundation
import Glibc
internal import Postgres

/// The end of the demonstration: the pages over what it made.
struct DemoServer {
    let home: Home

    private static let mail = "demo@example.net"

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let database = try Database.named("didtron_demo", home: home)
        let path = try link(database)
        print("\nThe pages of this month are served by `didtron serve`, on this machine alone.")
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            let variable =
                database.isPrivate
                ? "DIDTRON_HOME=\(home.path)" : "DATABASE_URL=…/didtron_demo DIDTRON_HOME=\(home.path)"
            print("  \(variable) \(CommandLine.arguments[0]) serve")
            print("starts it, and this link lets you in once, within a quarter of an hour:")
            print("  http://127.0.0.1:8080\(path)")
            return
        }
        print("Open this link, which lets you in once, and stop with Ctrl-C:")
        print("  http://127.0.0.1:8080\(path)\n")
        let server = try ServerProgram.path()
        unsafe setenv("DIDTRON_HOME", home.path, 1)
        if !database.isPrivate, environment["DATABASE_URL"] != nil { unsafe setenv("DATABASE_URL", database.url, 1) }
        try ServerProgram.become(server, [])
    }

    /// Of a user who may do everything, added where it is not there.
    private func link(_ database: Database) throws -> String {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let request = ActRequest("user.link", by: Actor(.shell, NSUserName()), from: CommandOrigin.text)
        return try Acts.perform(request, on: connection) { _ in
            let known = try AppUser.list(on: connection).first { $0.mail == Self.mail }
            let user =
                try known
                ?? AppUser.add(
                    AppUser.Draft(mail: Self.mail, name: "Demo", role: .superAdmin), on: connection)
            return try UserLink.make(.signIn, for: user, on: connection).path
        }
    }
}
