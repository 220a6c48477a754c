import Accounts
import Foundation
import Hummingbird
import NIOCore

/// The description of the API for programs, OpenAPI 3.1, made of the table of its endpoints.
enum OpenAPI {
    static let path = "\(APIEndpoint.root)/openapi.json"

    static let routes: [Route] = [
        .get(path, .everyone) { request in
            var document = document
            if case .object(var fields) = document {
                fields["servers"] = [["url": .text(request.web.settings.publicURL ?? "/")]]
                document = .object(fields)
            }
            return Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try APIAnswer.encode(document))))
        }
    ]

    static let document: JSONValue = [
        "openapi": "3.1.0",
        "info": [
            "title": "DIDTron Billing", "version": .text(WebSettings().version),
            "description": .text(introduction),
        ],
        "paths": paths,
        "components": [
            "schemas": .object(
                APIRoutes.all.reduce(into: ["Problem": problem]) { found, endpoint in
                    found.merge(endpoint.answer.components) { first, _ in first }
                }),
            "securitySchemes": [
                "token": [
                    "type": "http", "scheme": "bearer",
                    "description":
                        "A token of the API, made by `didtron token add` or on the page of one's own tokens.",
                ]
            ],
        ],
    ]

    private static let introduction = """
        Amounts in answers are integers with their unit in the name (`_minor`, `_micros`) and the currency beside them; amounts in \
        requests are decimals as texts. Days are `_on`, instants in UTC `_at`. A field without a value is left out, and new fields \
        may appear. A POST with `Idempotency-Key` is done once within 30 days and answered as the first time. Lists are followed by \
        `next`.
        """

    // MARK: - Paths

    private static var paths: JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for endpoint in APIRoutes.all {
            paths["\(APIEndpoint.root)\(endpoint.path)", default: [:]][endpoint.method.rawValue.lowercased()] =
                operation(endpoint)
        }
        return .object(paths.mapValues { .object($0) })
    }

    private static func operation(_ endpoint: APIEndpoint) -> JSONValue {
        let isPost = endpoint.method == .post
        let parameters =
            endpoint.pathFields.map { parameter($0, in: "path") }
            + endpoint.queryFields.map { parameter($0, in: "query") } + (isPost ? [keyParameter] : [])
        var operation: [String: JSONValue] = [
            "operationId": .text(endpoint.id), "summary": .text(endpoint.about),
            "tags": [.text(endpoint.scope.resource.rawValue)],
            "security": [["token": [.text(endpoint.scope.text)]]],
            "description": .text("Scope `\(endpoint.scope.text)`."),
            "parameters": .list(parameters), "responses": responses(endpoint),
        ]
        if let body = requestBody(endpoint.body) { operation["requestBody"] = body }
        return .object(operation)
    }

    private static func parameter(_ field: APIField, in place: String) -> JSONValue {
        [
            "name": .text(field.name), "in": .text(place), "required": .truth(field.isRequired || place == "path"),
            "description": .text(field.about), "schema": field.schema,
        ]
    }

    private static let keyParameter: JSONValue = [
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "By which the same request is known again, for 30 days.",
        "schema": [
            "type": "string", "pattern": .text("^[!-~]{1,\(APIServer.keyLengthMax)}$"),
            "examples": ["3f0c8f6e-6c0e-4a57-9a0b-0f4f5d1c2b7a"],
        ],
    ]

    private static func requestBody(_ body: APIEndpoint.Body) -> JSONValue? {
        switch body {
        case .none: return nil
        case .object(let fields):
            var example: [String: JSONValue] = [:]
            for field in fields where field.isRequired { example[field.name] = field.example }
            return [
                "required": .truth(fields.contains(where: \.isRequired)),
                "content": [
                    "application/json": [
                        "schema": [
                            "type": "object", "additionalProperties": false,
                            "required": .texts(fields.filter(\.isRequired).map(\.name)),
                            "properties": .object(
                                Dictionary(
                                    fields.map { field -> (String, JSONValue) in
                                        guard case .object(var schema) = field.schema else {
                                            return (field.name, field.schema)
                                        }
                                        schema["description"] = .text(field.about)
                                        return (field.name, .object(schema))
                                    }, uniquingKeysWith: { first, _ in first })),
                        ], "example": .object(example),
                    ]
                ],
            ]
        case .file:
            return [
                "required": true,
                "content": [
                    "application/octet-stream": [
                        "schema": ["type": "string", "minLength": 1, "contentMediaType": "application/octet-stream"]
                    ],
                    "multipart/form-data": [
                        "schema": [
                            "type": "object", "required": ["file"],
                            "properties": [
                                "file": [
                                    "type": "string", "minLength": 1, "contentMediaType": "application/octet-stream",
                                ]
                            ],
                        ]
                    ],
                ],
            ]
        }
    }

    // MARK: - Answers

    private static func responses(_ endpoint: APIEndpoint) -> JSONValue {
        var answer: [String: JSONValue] = [
            "description": .text(endpoint.about), "content": ["application/json": ["schema": endpoint.answer.json]],
        ]
        if endpoint.status == .created || endpoint.status == .accepted {
            answer["headers"] = [
                "Location": ["schema": ["type": "string"], "description": "Address of what was made."]
            ]
        }
        var responses: [String: JSONValue] = ["\(endpoint.status.code)": .object(answer)]
        for (status, about) in refusals(endpoint) {
            responses["\(status)"] = [
                "description": .text(about),
                "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
            ]
        }
        return .object(responses)
    }

    /// Statuses of refusals that an endpoint can answer with.
    private static func refusals(_ endpoint: APIEndpoint) -> [(Int, String)] {
        var refusals = [
            (401, "No token, or one that does not hold."),
            (403, "The token's scopes or its user's role do not allow it."),
            (404, "There is no such thing that the token reaches."), (422, "Something stated is not acceptable."),
            (429, "Too many requests; Retry-After says when."),
            (503, "Busy, or the database is out of reach; Retry-After says when."),
        ]
        if endpoint.method == .post {
            refusals += [
                (409, "The state of things does not allow it, or the key came with another request before."),
                (413, "What was sent is too large."), (415, "The body is of another type than is taken."),
            ]
        }
        return refusals
    }

    private static let problem: JSONValue = [
        "type": "object", "required": ["type", "title", "status", "detail", "code", "reason", "request"],
        "description": "Why it was not done (RFC 9457).",
        "properties": [
            "type": ["type": "string", "examples": ["urn:didtron:problem:invoice.not_found"]],
            "title": ["type": "string"], "status": ["type": "integer"],
            "detail": ["type": "string", "description": "What happened, a sentence."],
            "code": [
                "type": "string",
                "enum": [
                    "not_found", "conflict", "forbidden", "invalid", "too_large", "busy", "unavailable", "unauthorized",
                    "not_allowed", "fault",
                ],
            ],
            "reason": ["type": "string", "description": "Fixed for programs.", "examples": ["invoice.not_found"]],
            "advice": ["type": "string"],
            "facts": ["type": "object", "additionalProperties": ["type": "string"]],
            "field": ["type": "string", "description": "The parameter or field that it is about."],
            "request": ["type": "string", "description": "Id of the request, as in the log and in X-Request-Id."],
        ],
    ]
}
