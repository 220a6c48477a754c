/// What a load does besides committing calls with their prices.
///
/// Every load does all of it, and no command can ask for less: without marks a call would count twice, without deltas no
/// invoice would have it, without the received file nobody could show its line. `Benchmarks/` leaves parts out, in a
/// database that it throws away, to say what each adds.
public struct LoadParts: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Marks of calls: asked for, compared and stored.
    public static let duplicates = LoadParts(rawValue: 1)
    /// Usage, summed by the chunk and stored.
    public static let usage = LoadParts(rawValue: 2)
    /// A copy of the file, kept by its SHA-256.
    public static let evidence = LoadParts(rawValue: 4)

    public static let all: LoadParts = [.duplicates, .usage, .evidence]
}
