import Accounts
import Acts
import Catalog
import Database
import Postgres
import Synchronization
import TestSupport
import Testing
import Threads
import Vocabulary

/// Users and what lets them in, in a database.
@Suite struct AccountTests {
    private static func withUser(_ body: (AppUser, Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            let user = try AppUser.add(
                AppUser.Draft(mail: "Ada@Example.net", name: "Ada", role: .superAdmin), on: connection)
            try connection.execute(
                "INSERT INTO entity (code, name, functional_currency) VALUES ('main', 'Main', 'USD')")
            try body(user, connection)
        }
    }

    @Test func `a password is hashed by argon2id and compared`() throws {
        let hash = try PasswordHash.make("correct horse battery", cost: .least)
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(PasswordHash.matches("correct horse battery", hash))
        #expect(!PasswordHash.matches("correct horse batterz", hash))
        #expect(!PasswordHash.matches("", hash))
        #expect(throws: Refusal.self) { try PasswordHash.make("short") }
    }

    @Test func `five wrong passwords shut out, and a right one counts them anew`() throws {
        try Self.withUser { user, connection in
            try AppUser.setPassword(
                hash: PasswordHash.make("correct horse battery", cost: .least), ofUserID: user.id, on: connection)
            func attempt(_ password: String) throws -> Bool {
                let attempt = try SignIn.begin(mail: "ADA@example.net", address: "192.0.2.1", on: connection)
                let isRight = attempt.matches(password)
                if isRight { try attempt.recordSuccess(on: connection) }
                return isRight
            }
            for _ in 0..<4 { #expect(try !attempt("wrong horse battery")) }
            #expect(try attempt("correct horse battery"))
            for _ in 0..<5 { #expect(try !attempt("wrong horse battery")) }
            #expect { try attempt("correct horse battery") } throws: {
                ($0 as? Refusal)?.reason == "user.too_many_attempts"
            }
            // Somebody who is not there is counted as well, and told the same.
            let nobody = try SignIn.begin(mail: "nobody@example.net", address: "192.0.2.2", on: connection)
            #expect(nobody.userID == nil)
        }
    }

    @Test func `guesses at once are as few as one after the other`() throws {
        try withTestDatabase { database in
            let begun = Mutex(0)
            try WorkerThreads.run(12) { _ in
                let connection = try database.connect(role: .app)
                defer { connection.close() }
                do {
                    _ = try SignIn.begin(mail: "ada@example.net", address: "192.0.2.1", on: connection)
                    begun.withLock { $0 += 1 }
                } catch let error as Refusal {
                    #expect(error.reason == "user.too_many_attempts")
                }
            }
            #expect(begun.withLock(\.self) == 5)
        }
    }

    @Test func `a link lets in once, and a newer one ends it`() throws {
        try Self.withUser { user, connection in
            let first = try SignInLink.make(.signIn, for: user, on: connection)
            let second = try SignInLink.make(.signIn, for: user, on: connection)
            #expect(try SignInLink.holder(of: first.token, on: connection) == nil)
            #expect(try SignInLink.holder(of: second.token, on: connection)?.mail == "ada@example.net")
            #expect(try SignInLink.use(second.token, on: connection) == user.id)
            #expect(throws: Refusal.self) { try SignInLink.use(second.token, on: connection) }
        }
    }

    @Test func `a session is found by its token until it ends, and a suspension ends it`() throws {
        try Self.withUser { user, connection in
            let token = try UserSession.begin(
                userID: user.id, stage: .whole, address: "192.0.2.1", agent: "test", on: connection)
            let session = try #require(try UserSession.of(token, on: connection))
            #expect(session.mail == "ada@example.net" && session.entityCode == "main")
            let grown = try UserSession.begin(
                userID: user.id, stage: .whole, address: "192.0.2.1", agent: "test", earlierID: session.id,
                on: connection)
            #expect(try UserSession.of(token, on: connection) == nil)
            try user.setState(.suspended, on: connection)
            #expect(try UserSession.of(grown, on: connection) == nil)
            #expect(try UserSession.of(SecretToken(), on: connection) == nil)
        }
    }

    @Test func `no secret stands in the audit`() throws {
        try Self.withUser { user, connection in
            let hash = try PasswordHash.make("correct horse battery", cost: .least)
            try AppUser.setPassword(hash: hash, ofUserID: user.id, on: connection)
            let code = try SecondFactor.set(userID: user.id, on: connection)
            let link = try SignInLink.make(.invitation, for: user, on: connection)
            let said = try connection.query(
                "SELECT string_agg(concat(before, after), ' ') AS said, count(*) AS events FROM audit_event", [],
                name: "audit"
            ).only()
            let text = try said.string("said")
            #expect(try said.int("events") >= 4)
            #expect(!text.contains("argon2id") && !text.contains(link.token.text))
            #expect(!text.contains(code.key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()))
        }
    }

    @Test func `a partner of another entity is no customer of this one`() throws {
        try Self.withUser { _, connection in
            try connection.execute("INSERT INTO partner (code, name) VALUES ('acme', 'Acme')")
            let entityID = try Catalog.entityID("main", on: connection)
            let partnerID = try Catalog.partnerID("acme", on: connection)
            #expect {
                try AppUser.add(
                    AppUser.Draft(
                        mail: "a@acme.example", name: "A", role: .customer, entityID: entityID, partnerID: partnerID),
                    on: connection)
            } throws: { Refusal($0)?.reason == "entity.crossed" }
        }
    }
}

/// Tokens of the API, in a database.
@Suite struct APITokenTests {
    private static func withUser(_ role: UserRole, _ body: (AppUser, EntityID, Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            try connection.execute(
                """
                INSERT INTO entity (code, name, functional_currency) VALUES ('main', 'Main', 'USD'), ('west', 'West', 'EUR')
                """)
            let main = try Catalog.entityID("main", on: connection)
            let user = try AppUser.add(
                AppUser.Draft(
                    mail: "ada@example.net", name: "Ada", role: role, entityID: role == .superAdmin ? nil : main),
                on: connection)
            try body(user, main, connection)
        }
    }

    @Test func `a token holds its user, scopes and entities until it is revoked`() throws {
        try Self.withUser(.superAdmin) { user, main, connection in
            let secret = SecretToken()
            let draft = APIToken.Draft(
                name: "reports", scopes: [APIScope(.read, .invoices)], entityIDs: [main], days: 90)
            let token = try APIToken.make(draft, secret: secret, for: user, on: connection)
            let text = try #require(token.text(secret))
            #expect(text.hasPrefix(token.prefix) && text.count == 72)
            #expect(token.text(SecretToken()) == nil)
            let holder = try #require(try APITokenHolder.of(text, on: connection))
            #expect(holder.session?.entityCode == "main" && holder.reachable == ["main"])
            #expect(holder.has(APIScope(.read, .invoices)) && !holder.has(APIScope(.write, .invoices)))
            #expect(try APITokenHolder.of(text, entity: "west", on: connection)?.session == nil)
            #expect(holder.isStale)
            try holder.use(from: "192.0.2.1", on: connection)
            #expect(try APITokenHolder.of(text, on: connection)?.isStale == false)
            for wrong in ["", "didtron_", text.uppercased(), String(text.dropLast()), secret.text, text + "0"] {
                #expect(try APITokenHolder.of(wrong, on: connection) == nil, "\(wrong)")
            }
            try token.revoke(on: connection)
            #expect(try APITokenHolder.of(text, on: connection) == nil)
            #expect(try APIToken.find(token.tokenID, on: connection).state == "revoked")
        }
    }

    @Test func `a token without entities reaches those of its user, and none once the user is suspended`() throws {
        try Self.withUser(.finance) { user, _, connection in
            let secret = SecretToken()
            let token = try APIToken.make(
                APIToken.Draft(name: "x", scopes: APIScope.all), secret: secret, for: user, on: connection)
            let text = try #require(token.text(secret))
            #expect(try APITokenHolder.of(text, on: connection)?.reachable == ["main"])
            #expect(try APITokenHolder.of(text, entity: "west", on: connection)?.session == nil)
            try user.setState(.suspended, on: connection)
            #expect(try APITokenHolder.of(text, on: connection) == nil)
            #expect(try APIToken.find(token.tokenID, on: connection).state == "suspended")
        }
    }

    @Test func `an expired token does not hold`() throws {
        try Self.withUser(.superAdmin) { user, _, connection in
            let secret = SecretToken()
            let token = try APIToken.make(
                APIToken.Draft(name: "x", scopes: APIScope.all, days: 1), secret: secret, for: user, on: connection)
            let text = try #require(token.text(secret))
            try connection.execute("SET ROLE didtron_owner")
            try connection.execute(
                "UPDATE api_token SET created_at = created_at - INTERVAL '2 days', expires_at = expires_at - INTERVAL '2 days'"
            )
            #expect(try APITokenHolder.of(text, on: connection) == nil)
            #expect(try APIToken.find(token.tokenID, on: connection).state == "expired")
        }
    }

    @Test(arguments: [
        ("token.no_scope", [APIScope](), 1 as Int64?, "main"), ("token.days", APIScope.all, 0, "main"),
        ("token.days", APIScope.all, 100_000, "main"), ("token.entity_is_not_the_users", APIScope.all, nil, "west"),
    ])
    func `what cannot be given is refused`(reason: String, scopes: [APIScope], days: Int64?, entity: String) throws {
        try Self.withUser(.finance) { user, _, connection in
            let draft = APIToken.Draft(
                name: "x", scopes: scopes, entityIDs: [try Catalog.entityID(entity, on: connection)], days: days)
            #expect {
                try APIToken.make(draft, secret: SecretToken(), for: user, on: connection)
            } throws: { ($0 as? Refusal)?.reason == reason }
        }
    }

    @Test func `scopes are stated one by one or by their verb`() throws {
        let some = try APIScope.stated(["read:invoices", "write"]).get().map(\.text)
        #expect(some == ["read:invoices", "write:files", "write:invoices", "write:payments", "write:deposits"])
        #expect(throws: APIScope.UnknownScope.self) { try APIScope.stated(["read:passwords"]).get() }
    }
}
