import Foundation
import Ingest
import Rating
import SyntheticCarrier

/// The same calls as other switches write them, against the canonical layout: none should cost more than half as much again.
struct LayoutBenchmarks {
    static let title = "Layouts, file to nothing"

    private let workload: Workload
    private let tariff: Tariff
    private let destinations: [[UInt8]]

    /// How a layout writes a record of the canonical fields; nil = the canonical one itself.
    private struct Writer: Sendable {
        var layout: String
        var name: String
        var header: String
        var line: @Sendable ([Substring]) -> String
    }

    private static let writers: [Writer] = [
        Writer(layout: "canonical", name: "canonical", header: SyntheticCalls.header) { $0.joined(separator: ",") },
        Writer(layout: "canonical", name: "canonical, every field quoted", header: SyntheticCalls.header) {
            $0.map { "\"\($0)\"" }.joined(separator: ",")
        },
        Writer(
            layout: "connexcs", name: "connexcs",
            header: "callid,customer_id,provider_id,dest_cli,dest_number,dt,duration,sip_code,source_ip\n"
        ) { fields in
            var fields = fields.map(String.init)
            fields[5] = local(fields[5])
            return fields.joined(separator: ",")
        },
        Writer(layout: "asterisk-uniqueid", name: "asterisk-uniqueid", header: "") { fields in
            let time = local(String(fields[5]))
            let caller = "\"\"caller\"\" <\(fields[3])>"
            let first = [fields[1], fields[3], fields[4], "from-trunk"].map { String($0) }
            let second = [caller, "SIP/a", "SIP/b", "Dial", "SIP/b,60", time, time, time]
            return quoted(first + second) + ",\(fields[6]),\(fields[6]),"
                + quoted(["ANSWERED", "DOCUMENTATION", String(fields[0]), ""])
        },
        Writer(layout: "freeswitch", name: "freeswitch", header: "") { fields in
            let time = local(String(fields[5]))
            let fields = fields.map { String($0) }
            return quoted(
                ["caller", fields[3], fields[4], "default", time, time, time, fields[6], fields[6]]
                    + ["NORMAL_CLEARING", fields[0], "", fields[1], "PCMU", "PCMU"])
        },
    ]

    private static func quoted(_ fields: [String]) -> String {
        fields.map { "\"\($0)\"" }.joined(separator: ",")
    }

    private static func local(_ time: String) -> String {
        String(time.prefix(19)).replacingOccurrences(of: "T", with: " ")
    }

    init(_ workload: Workload) throws {
        self.workload = workload
        let rates = workload.rates()
        destinations = rates.destinations
        tariff = try workload.tariff(rates.decks, looksUpUnanswered: false)
        for writer in LayoutBenchmarks.writers { try write(writer) }
    }

    var group: BenchmarkGroup {
        BenchmarkGroup(
            title: LayoutBenchmarks.title,
            benchmarks: LayoutBenchmarks.writers.map { writer in
                let file = file(writer)
                return Benchmark(
                    name: writer.name, limit: "1.5 of canonical", reference: LayoutBenchmarks.writers[0].name,
                    rows: workload.calls.count,
                    bytes: (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0,
                    run: {
                        Sink.take(
                            try BenchmarkStages.filter(
                                file.path, tariff: tariff, destinations: destinations, threads: 1, encodes: false,
                                layout: writer.layout))
                    })
            })
    }

    private func file(_ writer: Writer) -> URL {
        workload.folder.appending(path: "layout-\(writer.name.filter { $0.isLetter }).csv")
    }

    private func write(_ writer: Writer) throws {
        var text = writer.header
        text.reserveCapacity(3 * workload.text.count)
        for line in String(decoding: workload.text, as: UTF8.self).split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 9 else { continue }
            text += writer.line(fields)
            text += "\n"
        }
        try Data(text.utf8).write(to: file(writer))
    }
}
