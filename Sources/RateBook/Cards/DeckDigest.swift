internal import Files
import RateCards

/// What tells one deck from another.
enum DeckDigest {
    /// SHA-256 of the canonical file of a sheet.
    static func hash(_ sheet: RateSheet, deckID: String) -> [UInt8] {
        var digest = SHA256()
        DeckWriter.write(sheet, deckID: deckID) { piece in
            // The piece lives until the closure returns.
            unsafe piece.withUnsafeBytes { unsafe digest.update($0) }
        }
        return digest.finish()
    }
}
