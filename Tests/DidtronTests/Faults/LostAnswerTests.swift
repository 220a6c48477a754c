import Database
import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

/// Programs that are killed once the server has done what they asked, and before they hear of it.
@Suite struct LostAnswerTests {
    /// A command, and what it leaves: a query whose answer is the same however often the command had to be started.
    struct Command: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String]
        var left: String
        var testDescription: String { name }
    }

    static let commands = [
        Command(
            name: "payment",
            arguments: ["payment", "record", "acme", "--amount", "30.00", "--request-key", "p1"],
            left: """
                SELECT (SELECT count(*) FROM payment) AS payments, (SELECT sum(total_minor) FROM payment) AS total,
                    (SELECT count(*) FROM journal) AS journals, (SELECT count(*) FROM act WHERE name = 'payment.record') AS acts
                """),
        Command(
            name: "load", arguments: ["cdr", "import"],
            left: """
                SELECT (SELECT count(*) FROM cdr_file) AS files, (SELECT count(*) FROM chunk) AS chunks,
                    (SELECT sum(sell_micros) FROM call) AS micros, (SELECT count(*) FROM closing) AS closings,
                    (SELECT sum(micros) FROM usage) AS usage, (SELECT count(*) FROM journal) AS journals
                """),
    ]

    /// The commit is among the last messages of a program; each of them is the one whose answer is lost, once.
    @Test(arguments: commands)
    func `F3: what was committed and not answered is not done again`(command: Command) throws {
        var expected: [String] = []
        var messages = 0
        try withProxiedWorld { world, program, proxy in
            proxy.arm(killAt: nil)
            #expect(try program.run(arguments(command, in: world)).status == 0)
            messages = proxy.outcome.count
            expected = try world.texts(command.left)
        }
        var doneAndNotAnswered = 0
        for number in stride(from: messages, to: max(0, messages - 6), by: -1) {
            try withProxiedWorld { world, program, proxy in
                let arguments = try arguments(command, in: world)
                proxy.arm(killAt: number, droppingAnswer: true)
                let process = try program.start(arguments)
                proxy.aim(at: process)
                var status: Int32 = 0
                while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
                try #require(proxy.outcome.hasKilled, "not killed at message \(number) of \(messages)")
                if try world.texts(command.left) == expected { doneAndNotAnswered += 1 }
                proxy.arm(killAt: nil)
                try world.run(arguments)
                let left = try world.texts(command.left)
                #expect(left == expected, "killed behind message \(number) of \(messages)")
                try world.run("check", "--full")
            }
        }
        #expect(doneAndNotAnswered > 0)
    }

    private func arguments(_ command: Command, in world: UndoWorld) throws -> [String] {
        guard command.name == "load" else { return command.arguments }
        return command.arguments + [try world.file("calls.csv", (1...40).map { Record($0).text })]
    }

    private func withProxiedWorld(_ body: (UndoWorld, DidtronProgram, StatementProxy) throws -> Void) throws {
        try withTestDatabase { database in
            let world = try UndoWorld(database)
            let proxy = try world.program.makeProxy(folder: "\(database.home.path)/proxy")
            defer { proxy.stop() }
            try body(world, world.program.through(proxy), proxy)
        }
    }
}
