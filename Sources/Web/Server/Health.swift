import Hummingbird
import NIOCore
import Vocabulary

/// Answers to whoever watches the server: it is there, and it can work.
enum Health {
    static let routes: [Route] = [
        .get("/healthz", .everyone) { _ in plain("ok\n") },
        .get("/readyz", .everyone) { request in
            _ = try await request.web.pool.transaction(request.web.reading()) { connection in
                try connection.query("SELECT 1", [], name: "ready").count
            }
            return plain("ready\n")
        },
        .get("/metrics", .everyone) { _ in plain(PrometheusMetrics.shared.text) },
    ]

    private static func plain(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
