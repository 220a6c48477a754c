internal import Calendar
package import Vocabulary

/// Where a call is stored: the UTC day of its start, its chunk, its place in it. Written `2026-10-03/12/345`.
package struct CallAddress: Hashable, Sendable {
    /// Days since 1970-01-01.
    package var day: Int32
    package var chunkID: ChunkID
    /// Record within the chunk, from 0; a reversal has -1 - the ordinal of its replacement.
    package var ordinal: Int32

    package init(day: Int32, chunkID: ChunkID, ordinal: Int32) {
        self.day = day
        self.chunkID = chunkID
        self.ordinal = ordinal
    }

    /// Nil unless `text` is a date, a chunk and an ordinal with slashes between them.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = CivilDay(parts[0])?.daysSince1970, let chunk = Int32(parts[1]), chunk > 0,
            let ordinal = Int32(parts[2])
        else { return nil }
        self.init(day: day, chunkID: ChunkID(chunk), ordinal: ordinal)
    }
}

extension CallAddress: CustomStringConvertible {
    package var description: String { "\(CallAddress.text(day: day))/\(chunkID)/\(ordinal)" }

    /// A day since 1970-01-01 as `2026-10-03`.
    package static func text(day: Int32) -> String { "\(CivilDay(daysSince1970: day))" }
}
