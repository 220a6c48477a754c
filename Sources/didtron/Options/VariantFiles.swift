import ArgumentParser
import CallRecords
internal import Files
import RateCards
import Rating

/// The files beside the rates that tell which calls are in which time band, of which origin and jurisdiction.
struct VariantFiles: ParsableArguments {
    /// By which band a call is priced.
    enum Pricing: String, ExpressibleByArgument, CaseIterable { case start, split }

    @Option(help: ArgumentHelp("Time bands: time_band,days,from,to and perhaps deck_id", valueName: "file"))
    var bands: String?

    @Option(help: ArgumentHelp("Zone of the clock of the time bands.", valueName: "zone"))
    var bandZone = "UTC"

    @Option(
        help: ArgumentHelp(
            "start: the band in which a call starts; split: each increment by the band in which it begins.",
            valueName: "start|split"))
    var bandPricing = Pricing.start

    @Option(help: ArgumentHelp("Holidays of the time bands: date,name", valueName: "file"))
    var holidays: String?

    @Option(help: ArgumentHelp("Groups of callers: origin,prefix and perhaps deck_id", valueName: "file"))
    var origins: String?

    @Option(help: ArgumentHelp("States of area codes and exchanges: npa,state", valueName: "file"))
    var states: String?

    /// The files that were named.
    var paths: [String] { [bands, holidays, origins, states].compactMap(\.self) }

    func validate() throws {
        guard TimeZones.offsets(bandZone) != nil else {
            throw ValidationError("--band-zone \(bandZone) is not a zone of the IANA list, such as Europe/Berlin.")
        }
        guard holidays == nil || bands != nil else {
            throw ValidationError("--holidays are those of time bands; name --bands, too.")
        }
    }
}

/// The same, read.
struct VariantTables {
    private let windows: [BandFile.Window]
    private let holidayDays: [Int32]
    private let members: [OriginFile.Member]
    private let zone: ZoneOffsets
    private let splits: Bool
    private let hasBands: Bool
    let references: RatingReferences

    /// - Throws: `FileRefused` with what is wrong, `InputError`.
    init(_ files: VariantFiles) throws {
        func read<Content>(
            _ path: String?, _ parse: ([UInt8]) throws -> (Content, [RowRefusal])
        ) throws -> Content? {
            try path.map { path in
                try InputFile.named(path) {
                    let (content, refusals) = try parse(InputFile.bytes(of: path))
                    guard refusals.isEmpty else { throw RowsRefused(refusals) }
                    return content
                }
            }
        }
        windows =
            try read(files.bands) {
                let file = try BandFile($0)
                return (file.windows, file.refusals)
            } ?? []
        holidayDays =
            try read(files.holidays) {
                let file = try HolidayFile($0)
                return (file.holidays.map(\.day), file.refusals)
            } ?? []
        members =
            try read(files.origins) {
                let file = try OriginFile($0)
                return (file.members, file.refusals)
            } ?? []
        let codes: [StateFile.Code] =
            try read(files.states) {
                let file = try StateFile($0)
                return (file.codes, file.refusals)
            } ?? []
        var stateNumbers: [String: Int32] = [:]
        var listed: [(code: Int32, state: Int32)] = []
        for code in codes {
            let number = stateNumbers[code.state] ?? Int32(stateNumbers.count + 1)
            stateNumbers[code.state] = number
            listed.append((Int32(code.code) ?? 0, number))
        }
        references = RatingReferences(states: StateTable(listed))
        zone = TimeZones.offsets(files.bandZone) ?? .utc
        splits = files.bandPricing == .split
        hasBands = files.bands != nil
    }

    /// What holds for a deck.
    ///
    /// - Parameter names: those that the variants of its rates count, from 1.
    func settings(deck: String, names: NameTable) -> Rating.DeckSettings {
        var numbers: [String: Int32] = [:]
        for index in 0..<names.count { numbers[names.text(index)] = Int32(index + 1) }
        // A name that no rate has gets a number that no rate has.
        var next = Int32(names.count)
        func number(of name: String) -> Int32 {
            if let number = numbers[name] { return number }
            next += 1
            numbers[name] = next
            return next
        }
        var settings = Rating.DeckSettings()
        if hasBands {
            let own = windows.filter { $0.deckID.isEmpty || $0.deckID == deck }.map { window in
                var window = window
                window.window.band = number(of: window.name)
                return window.window
            }
            settings.bandCalendars = [
                BandCalendar(splits: splits, zone: zone, windows: own, holidayDays: holidayDays)
            ]
        }
        // A deck that has groups of its own goes by them alone.
        let own = members.filter { $0.deckID == deck }
        let groups = (own.isEmpty ? members.filter(\.deckID.isEmpty) : own).map {
            (prefix: $0.prefix, group: number(of: $0.origin))
        }
        settings.origins = OriginTable(groups) ?? .empty
        return settings
    }

    /// Names of time bands and origins that rates have and no file, as sentences.
    func unknownNames(of rates: [Rate], deck: String, names: NameTable) -> [String] {
        let bands = Set(windows.filter { $0.deckID.isEmpty || $0.deckID == deck }.map(\.name))
        let own = members.filter { $0.deckID == deck }
        let origins = Set((own.isEmpty ? members.filter(\.deckID.isEmpty) : own).map(\.origin))
        var unknown: Set<String> = []
        for rate in rates where rate.variant != .any {
            let name = VariantName(rate.variant, names)
            if !name.timeBand.isEmpty, !bands.contains(name.timeBand) { unknown.insert("time band \(name.timeBand)") }
            if !name.origin.isEmpty, !origins.contains(name.origin) { unknown.insert("origin \(name.origin)") }
        }
        return unknown.sorted().map { "deck \(deck): no call is of \($0), which no file defines." }
    }
}
