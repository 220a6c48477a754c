import CallRecords
import Testing

@testable import Rating

private func window(_ days: BandCalendar.Days, _ from: String, _ to: String, _ band: Int32) -> BandCalendar.Window {
    func second(_ text: String) -> Int32 {
        let parts = text.split(separator: ":").map { Int32($0)! }
        return parts[0] * 3600 + parts[1] * 60
    }
    return BandCalendar.Window(days: days, fromSecond: second(from), toSecond: second(to), band: band)
}

private let monToFri: BandCalendar.Days = 0b1_1111
private let everyDay: BandCalendar.Days = 0b111_1111

@Suite struct BandCalendarTests {
    @Test(
        arguments: [
            // Friday 2026-10-23 in Berlin, UTC+2.
            ("2026-10-23T05:59:59Z", 0), ("2026-10-23T06:00:00Z", 1), ("2026-10-23T17:59:59Z", 1),
            ("2026-10-23T18:00:00Z", 0), ("2026-10-24T09:00:00Z", 0),
            // Friday 2026-12-25, a holiday: only the windows of holidays hold. UTC+1.
            ("2026-12-25T08:59:59Z", 0), ("2026-12-25T09:00:00Z", 2), ("2026-12-25T11:00:00Z", 0),
        ] as [(String, Int32)])
    func `a window holds on its days and at its hours by the clock of the zone`(instant: String, band: Int32) {
        let calendar = BandCalendar(
            zone: TestZones.offsets("Europe/Berlin"),
            windows: [window(monToFri, "08:00", "20:00", 1), window(BandCalendar.holidays, "10:00", "12:00", 2)],
            holidayDays: [20_812])
        #expect(calendar.band(atMicros: TestZones.micros(instant)) == band)
    }

    @Test(
        arguments: [
            // Clocks go back from 03:00 to 02:00 at 01:00Z: the hour from 02:00 comes twice, both times in its window.
            ("2026-10-24T23:59:59Z", 0, "2026-10-25T00:00:00Z"), ("2026-10-25T00:00:00Z", 1, "2026-10-25T01:00:00Z"),
            ("2026-10-25T00:59:59Z", 1, "2026-10-25T01:00:00Z"), ("2026-10-25T01:00:00Z", 1, "2026-10-25T02:00:00Z"),
            ("2026-10-25T01:59:59Z", 1, "2026-10-25T02:00:00Z"), ("2026-10-25T02:00:00Z", 0, "2026-10-25T23:00:00Z"),
            // Clocks go forward from 02:00 to 03:00 at 01:00Z: no instant shows the hour from 02:00.
            ("2026-03-29T00:59:59Z", 0, "2026-03-29T01:00:00Z"), ("2026-03-29T01:00:00Z", 0, "2026-03-29T22:00:00Z"),
        ] as [(String, Int32, String)])
    func `the hour that comes twice is in its window twice and the skipped hour never`(
        instant: String, band: Int32, until: String
    ) {
        let calendar = BandCalendar(
            zone: TestZones.offsets("Europe/Berlin"), windows: [window(everyDay, "02:00", "03:00", 1)], holidayDays: [])
        let (found, end) = calendar.band(atSeconds: TestZones.micros(instant) / 1_000_000)
        #expect(found == band)
        #expect(end == TestZones.micros(until) / 1_000_000)
    }

    @Test func `windows that share a time of one kind of day overlap`() {
        let day = window(monToFri, "08:00", "20:00", 1)
        #expect(day.overlaps(window(0b1_0000, "19:59", "24:00", 2)))
        #expect(!day.overlaps(window(0b1_0000, "20:00", "24:00", 2)))
        #expect(!day.overlaps(window(0b10_0000, "00:00", "24:00", 2)))
        #expect(!day.overlaps(window(BandCalendar.holidays, "00:00", "24:00", 2)))
    }

    /// Against the calendar of Foundation, second by second around each edge.
    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"], 1...3)
    func `bands and their ends equal those of a slow clock`(zoneName: String, seed: Int) {
        var random = SeededGenerator(state: UInt64(seed))
        let zone = TestZones.zone(zoneName)
        let holidays = (0..<20).map { _ in Int32.random(in: 20_450...20_830, using: &random) }
        var windows: [BandCalendar.Window] = []
        for _ in 0..<12 {
            let edges = (0..<2).map { _ in Int32.random(in: 0...95, using: &random) * 900 }
            let made = BandCalendar.Window(
                days: .random(in: 1...255, using: &random), fromSecond: min(edges[0], edges[1]),
                toSecond: max(edges[0], edges[1]) + 900, band: Int32(windows.count + 1))
            if !windows.contains(where: made.overlaps) { windows.append(made) }
        }
        let calendar = BandCalendar(
            zone: TestZones.offsets(zoneName), windows: windows, holidayDays: holidays)
        func slowly(_ seconds: Int64) -> Int32 {
            let clock = TestZones.clock(seconds, zone)
            let kind = holidays.contains(clock.day) ? 7 : clock.weekday
            return windows.first {
                $0.days & (1 << UInt8(kind)) != 0 && $0.fromSecond <= clock.second && clock.second < $0.toSecond
            }?.band ?? 0
        }
        // Days on which clocks change among them.
        let starts = ["2026-03-08T03:00:00Z", "2026-03-28T20:00:00Z", "2026-04-04T12:00:00Z", "2026-10-24T20:00:00Z"]
        for start in starts {
            var seconds = TestZones.micros(start) / 1_000_000 + .random(in: 0..<3_600, using: &random)
            for _ in 0..<30 {
                let (band, until) = calendar.band(atSeconds: seconds)
                #expect(band == slowly(seconds), "\(seconds)")
                #expect(until > seconds)
                #expect(slowly(until - 1) == band, "\(seconds) until \(until)")
                #expect(slowly(seconds + (until - seconds) / 2) == band)
                seconds = until
            }
        }
    }
}
