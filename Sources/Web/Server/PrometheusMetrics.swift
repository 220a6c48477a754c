import Synchronization

/// Counts of requests and how long they took, as text for Prometheus.
final class PrometheusMetrics: Sendable {
    static let shared = PrometheusMetrics()

    /// Upper bounds of the durations counted, milliseconds.
    private static let bounds: [Double] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000]

    private struct Key: Hashable {
        var method: String
        var endpoint: String
        var status: Int
    }

    private struct Durations {
        /// At most as long as the bound of the same place.
        var counts = [Int](repeating: 0, count: PrometheusMetrics.bounds.count)
        var count = 0
        var sum = 0.0
    }

    private let state = Mutex<[Key: Durations]>([:])

    func observe(method: String, endpoint: String, status: Int, milliseconds: Double) {
        state.withLock { durations in
            let key = Key(method: method, endpoint: endpoint, status: status)
            for (index, bound) in Self.bounds.enumerated() where milliseconds <= bound {
                durations[key, default: Durations()].counts[index] += 1
            }
            durations[key, default: Durations()].count += 1
            durations[key, default: Durations()].sum += milliseconds
        }
    }

    var text: String {
        var text = """
            # HELP http_request_duration_seconds Time from a request to the head of its answer.
            # TYPE http_request_duration_seconds histogram

            """
        let all = state.withLock { $0 }
        for (key, durations) in all.sorted(by: { ($0.key.endpoint, $0.key.status) < ($1.key.endpoint, $1.key.status) })
        {
            let labels = "method=\"\(key.method)\",route=\"\(key.endpoint)\",status=\"\(key.status)\""
            for (bound, count) in zip(Self.bounds, durations.counts) {
                text += "http_request_duration_seconds_bucket{\(labels),le=\"\(bound / 1000)\"} \(count)\n"
            }
            text += "http_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} \(durations.count)\n"
            text += "http_request_duration_seconds_sum{\(labels)} \(durations.sum / 1000)\n"
            text += "http_request_duration_seconds_count{\(labels)} \(durations.count)\n"
        }
        return text
    }
}
