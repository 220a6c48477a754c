import Accounts
import Contracts
import Foundation
import Testing
import Vocabulary

@testable import Web

/// Requests that the API takes, and its description.
@Suite struct APITests {
    // MARK: - The description

    @Test func `the description has every endpoint with its scope, its parameters and its answer`() throws {
        guard case .object(let document) = OpenAPI.document, case .object(let paths) = try #require(document["paths"])
        else { throw CocoaError(.coderInvalidValue) }
        var described = 0
        for (_, methods) in paths {
            guard case .object(let methods) = methods else { throw CocoaError(.coderInvalidValue) }
            described += methods.count
        }
        #expect(described == APIRoutes.all.count && described > 20)
        for endpoint in APIRoutes.all {
            guard case .object(let methods) = try #require(paths[APIEndpoint.root + endpoint.path]),
                case .object(let operation) = try #require(methods[endpoint.method.rawValue.lowercased()])
            else { throw CocoaError(.coderInvalidValue) }
            #expect(operation["operationId"] == .text(endpoint.id))
            #expect(operation["security"] == [["token": [.text(endpoint.scope.text)]]])
            #expect(APIScope.all.contains(endpoint.scope), "\(endpoint.scope.text)")
            // Acts need a scope that writes, and nothing else does.
            #expect((endpoint.method == .post) == (endpoint.scope.verb == .write), "\(endpoint.id)")
            // Each name in the path is described.
            let names = endpoint.path.matches(of: /\{(\w+)\}/).map { String($0.1) }
            #expect(names == endpoint.pathFields.map(\.name), "\(endpoint.id)")
            #expect(endpoint.about.hasSuffix("."), "\(endpoint.id)")
        }
        #expect(Set(APIRoutes.all.map(\.id)).count == APIRoutes.all.count)
    }

    @Test func `every reference of the description leads somewhere, and every scope opens something`() throws {
        let text = String(decoding: try APIAnswer.encode(OpenAPI.document), as: UTF8.self)
        let names = Set(text.matches(of: /#\/components\/schemas\/(\w+)/).map { String($0.1) })
        guard case .object(let document) = OpenAPI.document, case .object(let parts) = document["components"],
            case .object(let schemas) = parts["schemas"]
        else { throw CocoaError(.coderInvalidValue) }
        #expect(names == Set(schemas.keys))
        #expect(Set(APIRoutes.all.map(\.scope)) == Set(APIScope.all))
    }

    @Test func `an answer is described by its type`() throws {
        let schema = APISchema.of(JSON.PaymentDetails.self)
        guard case .object("PaymentDetails", let properties) = schema else {
            Issue.record("\(schema)")
            return
        }
        #expect(properties.map(\.name) == ["payment", "allocations"])
        guard case .list(.object("PaymentAllocation", let parts)) = properties[1].schema else {
            Issue.record("\(properties[1])")
            return
        }
        #expect(
            parts.first { $0.name == "amount_minor" } == .init(name: "amount_minor", schema: .integer, isRequired: true)
        )
        #expect(parts.first { $0.name == "ended_on" }?.isRequired == false)
        guard case .object(let json) = schema.components["PaymentAllocation"],
            case .object(let fields) = json["properties"]
        else { throw CocoaError(.coderInvalidValue) }
        guard case .object(let day) = fields["allocated_on"] else { throw CocoaError(.coderInvalidValue) }
        #expect(day["format"] == "date")
    }

    // MARK: - What is stated

    @Test(arguments: [
        (APIField.Kind.text(max: 3), "abcd"), (.text(max: 3), ""), (.text(max: 9), "a\u{7}b"), (.integer(1...5), "6"),
        (.integer(1...5), "1.0"), (.integer(1...5), "+"), (.truth, "yes"), (.choice(["a"]), "b"), (.day, "2026-02-30"),
        (.day, "2026-2-3"), (.month, "2026-13"), (.month, "2026-10-01"), (.currency, "eur"), (.currency, "XXY"),
        (.amount, "1,5"), (.amount, "-1"), (.amount, "1."), (.amount, ".5"), (.amount, "1e3"), (.amount, "0.0000001"),
        (.amount, "0"), (.amount, "0.00"),
        (.amount, "1234567890123"),
    ])
    func `what is none of its kind is refused by name`(kind: APIField.Kind, text: String) throws {
        let field = APIField("thing", kind, "Something.")
        #expect { try field.read(text) } throws: { error in
            (error as? Refusal)?.place?.field == "thing" && (error as? Refusal)?.code == .invalid
        }
    }

    @Test func `values of a body have the types of JSON`() throws {
        #expect(try APIField("a", .integer(1...5), "").read(.integer(5)) == .integer(5))
        #expect(try APIField("a", .amount, "").read(.text("12.50")) == .text("12.50"))
        #expect(try APIField("a", .texts(max: 2), "").read(["x", "y"]) == .texts(["x", "y"]))
        for (kind, value) in [
            (APIField.Kind.integer(1...5), JSONValue.text("5")), (.integer(1...5), .truth(true)),
            (.amount, .integer(5)),
            (.truth, .integer(1)), (.texts(max: 2), "x"), (.texts(max: 1), ["x", "y"]), (.text(max: 5), .null),
            (.amount, .decimal),
        ] {
            #expect(throws: Refusal.self, "\(kind) \(value)") { try APIField("a", kind, "").read(value) }
        }
    }

    @Test func `numbers and truths of JSON are told apart`() throws {
        let value = try JSONDecoder().decode(
            JSONValue.self,
            from: Data(#"{"a":1,"b":true,"c":1.5,"d":"1","e":null,"f":[0,false],"g":92233720368547758070}"#.utf8))
        #expect(
            value == [
                "a": 1, "b": true, "c": .decimal, "d": "1", "e": .null, "f": [0, false], "g": .decimal,
            ])
    }

    // MARK: - What is said

    @Test func `a refusal is worded for programs, with the names of their fields`() {
        let refusal = Refusal(
            .conflict, "invoice.repriced", "Its calls came to more since; ‹keep_prices› approves it all the same",
            facts: ["invoice": "7"])
        let problem = APIProblem(Problem(refusal))
        #expect(problem.detail == "Its calls came to more since; `keep_prices` approves it all the same.")
        #expect(problem.code == "conflict" && problem.reason == "invoice.repriced" && problem.facts == ["invoice": "7"])
        #expect(problem.advice?.contains("page") == false)
        let fault = APIProblem(Problem(CancellationError()))
        #expect(fault.status == .internalServerError && fault.code == "fault" && !fault.detail.contains("page"))
    }

    // MARK: - How often

    @Test func `a token that asks too often waits, and no other does`() {
        let limit = RequestLimit(perMinute: 60)
        let start = ContinuousClock.now
        #expect((0..<6).allSatisfy { _ in limit.takes(1, now: start) })
        #expect(!limit.takes(1, now: start))
        #expect(limit.takes(2, now: start))
        #expect(!limit.takes(1, now: start + .milliseconds(900)))
        #expect(limit.takes(1, now: start + .milliseconds(1_100)))
        #expect((0..<6).allSatisfy { _ in limit.takes(1, now: start + .seconds(3_600)) })
        #expect(!limit.takes(1, now: start + .seconds(3_600)))
    }
}
