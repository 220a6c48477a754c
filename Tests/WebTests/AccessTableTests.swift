import Accounts
import Foundation
import Testing

@testable import Web

/// The table of who may do what, written down for the tests that ask a server.
@Suite struct AccessTableTests {
    /// Method, path and the roles that may, of each address that needs a right.
    private static var table: String {
        Routes.rights.map { method, path, permission in
            let roles = UserRole.allCases.filter { $0.may(permission) }.map(\.rawValue)
            return "\(method)\t\(path)\t\(roles.joined(separator: " "))\n"
        }.sorted().joined()
    }

    @Test func `the table of rights is the one that the server is tested by`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../browser/access.tsv")
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] != nil {
            try Self.table.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.table)
    }
}
