/// What a deck may hold at most, so that no file fills the memory: a rate takes about 200 bytes while it is read.
public enum DeckLimits {
    public static let rows = 3_000_000
    /// A file of which so many rows are refused is not the right one, or not understood.
    public static let refusals = 100_000
    public static let bytes = 1 << 30
}
