/// How long the caller waited for a sign of the called side (PDD), as CDRs write it.
enum PostDialDelay {
    static let unknown: Int32 = -1

    /// Milliseconds, rounded half up; `unknown` where it cannot be read, which is no reason to reject a call.
    static func millis(_ text: some RandomAccessCollection<UInt8>, format: CallLayout.DurationFormat) -> Int32 {
        guard case .success(let nanos) = DurationText.nanos(text, format: format) else { return unknown }
        return Int32(exactly: (nanos + 500_000) / 1_000_000) ?? unknown
    }
}
