import CoreMetrics
import Testing

@testable import Web

/// Texts that measurements become.
@Suite struct PrometheusMetricsTests {
    @Test func `a counter counts by its labels`() {
        let metrics = PrometheusMetrics()
        for kind in ["books.close", "books.close", "ledger.seal"] {
            Counter(label: "job.runs", dimensions: [("job", kind)], factory: metrics).increment()
        }
        #expect(
            metrics.text == """
                # TYPE job_runs_total counter
                job_runs_total{job="books.close"} 2
                job_runs_total{job="ledger.seal"} 1

                """)
    }

    @Test func `a duration is counted up to each bound that it is within`() {
        let metrics = PrometheusMetrics()
        let timer = Timer(label: "http.request.duration", dimensions: [("route", "/a")], factory: metrics)
        timer.recordNanoseconds(20_000_000)
        timer.recordNanoseconds(3_000_000_000)
        let lines = metrics.text.split(separator: "\n")
        #expect(lines.contains(#"http_request_duration_seconds_bucket{route="/a",le="0.01"} 0"#))
        #expect(lines.contains(#"http_request_duration_seconds_bucket{route="/a",le="0.025"} 1"#))
        #expect(lines.contains(#"http_request_duration_seconds_bucket{route="/a",le="10.0"} 2"#))
        #expect(lines.contains(#"http_request_duration_seconds_bucket{route="/a",le="+Inf"} 2"#))
        #expect(lines.contains(#"http_request_duration_seconds_count{route="/a"} 2"#))
        #expect(lines.contains(#"http_request_duration_seconds_sum{route="/a"} 3.02"#))
    }

    @Test func `a gauge is what it was set to last, and goes up and down`() {
        let metrics = PrometheusMetrics()
        let meter = Meter(label: "jobs.running", factory: metrics)
        meter.set(4)
        meter.increment(by: 2)
        meter.decrement(by: 1)
        #expect(metrics.text == "# TYPE jobs_running gauge\njobs_running 5.0\n")
    }

    @Test func `labels hold whatever text they are given`() {
        let metrics = PrometheusMetrics()
        Counter(label: "odd", dimensions: [("a b", "x\"y\\z\n")], factory: metrics).increment()
        #expect(metrics.text.contains(#"odd_total{a_b="x\"y\\z\n"} 1"#))
    }
}
