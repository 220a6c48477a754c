import CoreMetrics
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A line of the log for each request, with its id, which the answer names too.
struct RequestLog: RouterMiddleware {
    typealias Context = AppContext

    let web: Web

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        var context = context
        context.address = web.settings.client(of: request, peer: context.address)
        var response = try await next(request, context)
        let took = clock.now - start
        if let name = HTTPField.Name("X-Request-Id") { response.headers[name] = context.id }
        let endpoint = context.endpointPath ?? "none"
        let milliseconds = Double(took / .microseconds(1)) / 1000
        CoreMetrics.Timer(
            label: "http.request.duration",
            dimensions: [
                ("method", request.method.rawValue), ("route", endpoint), ("status", "\(response.status.code)"),
            ]
        ).recordNanoseconds(Int64(took / .nanoseconds(1)))
        context.logger.info(
            "Request answered",
            metadata: [
                "http.method": "\(request.method)", "http.path": "\(Self.shown(request.uri.path))",
                "http.status": "\(response.status.code)", "http.ms": "\((milliseconds * 10).rounded() / 10)",
                "http.client": "\(context.address)", "http.route": "\(endpoint)",
            ])
        return response
    }

    /// Without what lets somebody in.
    private static func shown(_ path: String) -> String { path.hasPrefix("/link/") ? "/link/…" : path }
}

extension WebSettings {
    /// Address of the client: of the connection, or as proxies that are trusted tell it.
    func client(of request: Request, peer: String) -> String {
        let stated = HTTPField.Name("X-Forwarded-For").map { name in request.headers[values: name] } ?? []
        return trustedProxies.client(peer: peer, forwarded: stated)
    }
}
