import CoreMetrics
import Synchronization

/// The backend of swift-metrics in this server: counters, gauges and durations, as text for Prometheus.
package final class PrometheusMetrics: MetricsFactory, Sendable {
    package static let shared = PrometheusMetrics()

    /// Upper bounds of the durations counted, seconds.
    static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600]

    /// A line, or a histogram, of a metric.
    struct Series: Hashable, Comparable {
        var name: String
        /// `method="GET",status="200"`; empty where there are none.
        var labels: String

        init(_ label: String, _ dimensions: [(String, String)], suffix: String) {
            name = Self.name(label) + suffix
            labels = dimensions.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        }

        static func < (first: Series, second: Series) -> Bool {
            (first.name, first.labels) < (second.name, second.labels)
        }

        /// Letters, digits and underscores, as names may have them.
        private static func name(_ label: String) -> String {
            String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        }

        private static func escaped(_ value: String) -> String {
            value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }
    }

    enum Value: Sendable {
        case counter(Int64)
        case gauge(Double)
        case histogram(Histogram)
    }

    struct Histogram: Sendable, Equatable {
        /// Values up to the bound of the same place.
        var counts = [Int64](repeating: 0, count: PrometheusMetrics.bounds.count)
        var count: Int64 = 0
        var sum = 0.0

        mutating func record(_ value: Double) {
            for (place, bound) in PrometheusMetrics.bounds.enumerated() where value <= bound { counts[place] += 1 }
            count += 1
            sum += value
        }
    }

    private let values = Mutex<[Series: Value]>([:])

    /// Not shared: for tests.
    init() {}

    fileprivate func change(_ series: Series, _ empty: Value, _ body: (inout Value) -> Void) {
        values.withLock { body(&$0[series, default: empty]) }
    }

    // MARK: - The factory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Handler(self, Series(label, dimensions, suffix: "_total"))
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        Handler(self, Series(label, dimensions, suffix: ""))
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? HistogramHandler(self, Series(label, dimensions, suffix: ""))
            : Handler(self, Series(label, dimensions, suffix: ""))
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        HistogramHandler(self, Series(label, dimensions, suffix: "_seconds"))
    }

    // Measurements stay: the next scrape wants them.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    // MARK: - The text

    package var text: String {
        var text = ""
        var named = ""
        for (series, value) in values.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            if series.name != named {
                text += "# TYPE \(series.name) \(value.kind)\n"
                named = series.name
            }
            text += value.lines(series)
        }
        return text
    }
}

extension PrometheusMetrics.Value {
    fileprivate var kind: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    fileprivate func lines(_ series: PrometheusMetrics.Series) -> String {
        func line(_ suffix: String, _ labels: String, _ value: String) -> String {
            "\(series.name)\(suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
        }
        switch self {
        case .counter(let count): return line("", series.labels, "\(count)")
        case .gauge(let value): return line("", series.labels, "\(value)")
        case .histogram(let histogram):
            let before = series.labels.isEmpty ? "" : "\(series.labels),"
            let buckets = zip(PrometheusMetrics.bounds.map { "\($0)" } + ["+Inf"], histogram.counts + [histogram.count])
            return buckets.map { line("_bucket", "\(before)le=\"\($0)\"", "\($1)") }.joined()
                + line("_sum", series.labels, "\(histogram.sum)") + line("_count", series.labels, "\(histogram.count)")
        }
    }
}

/// A counter or a gauge.
private final class Handler: CounterHandler, MeterHandler, RecorderHandler {
    private let metrics: PrometheusMetrics
    private let series: PrometheusMetrics.Series

    init(_ metrics: PrometheusMetrics, _ series: PrometheusMetrics.Series) {
        self.metrics = metrics
        self.series = series
    }

    func increment(by amount: Int64) {
        metrics.change(series, .counter(0)) { value in
            guard case .counter(let count) = value else { return }
            value = .counter(count &+ amount)
        }
    }

    func reset() { metrics.change(series, .counter(0)) { $0 = .counter(0) } }

    func set(_ new: Int64) { set(Double(new)) }
    func set(_ new: Double) { metrics.change(series, .gauge(0)) { $0 = .gauge(new) } }
    func record(_ new: Int64) { set(Double(new)) }
    func record(_ new: Double) { set(new) }

    func increment(by amount: Double) {
        metrics.change(series, .gauge(0)) { value in
            guard case .gauge(let now) = value else { return }
            value = .gauge(now + amount)
        }
    }

    func decrement(by amount: Double) { increment(by: -amount) }
}

/// A metric of durations, or of values that are counted by size.
private final class HistogramHandler: TimerHandler, RecorderHandler {
    private let metrics: PrometheusMetrics
    private let series: PrometheusMetrics.Series

    init(_ metrics: PrometheusMetrics, _ series: PrometheusMetrics.Series) {
        self.metrics = metrics
        self.series = series
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ new: Double) {
        metrics.change(series, .histogram(.init())) { value in
            guard case .histogram(var histogram) = value else { return }
            histogram.record(new)
            value = .histogram(histogram)
        }
    }
}
