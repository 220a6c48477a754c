import ArgumentParser
import RateCards

/// `peak=mon-fri 08:00-20:00`, `weekend=sat;sun`, or `off_peak=rest`.
struct BandWindowArgument: ExpressibleByArgument {
    private let band: String
    private let days: String
    /// `08:00` and `20:00`; empty = the whole day.
    private let from: String
    private let to: String

    private var isRest: Bool { days == "rest" }

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let band = VariantName.checked(parts[0]) else { return nil }
        let words = parts[1].split(separator: " ").map(String.init)
        guard let days = words.first, words.count <= 2 else { return nil }
        self.band = band
        self.days = days.lowercased()
        let times = words.count == 2 ? words[1].split(separator: "-").map(String.init) : ["", ""]
        guard times.count == 2 else { return nil }
        (from, to) = (times[0], times[1])
        if isRest, words.count == 2 { return nil }
    }

    /// The windows of several, as a file of time bands would have them; nil = there are none.
    static func file(of windows: [BandWindowArgument]) throws -> BandFile? {
        guard !windows.isEmpty else { return nil }
        let rests = windows.filter(\.isRest)
        guard rests.count <= 1 else { throw ValidationError("--band gives the rest of the time to two bands.") }
        let stated = windows.filter { !$0.isRest }
        guard !stated.isEmpty else { throw ValidationError("--band has a rest, and no band that leaves it.") }
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
        let lines = stated.map { [$0.band, $0.days, $0.from, $0.to].map(quoted).joined(separator: ",") }
        var file = try InputFile.named("--band") {
            try BandFile(Array("time_band,days,from,to\n\(lines.joined(separator: "\n"))\n".utf8))
        }
        if let rest = rests.first { file.addRest(named: rest.band) }
        return file
    }
}
