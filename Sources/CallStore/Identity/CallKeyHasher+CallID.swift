// Keys of calls from texts in memory of any kind.

extension CallKeyHasher {
    /// The key of what a record states, without its leg.
    ///
    /// - Parameter text: the call id, or the whole record.
    package func key(of text: [UInt8], kind: Kind, switchID: Int16, startSeconds: Int64) -> CallKey {
        keys(of: text, kind: kind, switchID: switchID, startSeconds: startSeconds..<startSeconds + 1)[0].key
    }

    /// What the key of a call with this id would be if it started in each of some seconds, without its leg.
    package func keys(
        ofCallID callID: [UInt8], switchID: Int16, startSeconds: Range<Int64>
    ) -> [(startSeconds: Int64, key: CallKey)] {
        keys(of: callID, kind: .callID, switchID: switchID, startSeconds: startSeconds)
    }

    private func keys(
        of text: [UInt8], kind: Kind, switchID: Int16, startSeconds: Range<Int64>
    ) -> [(startSeconds: Int64, key: CallKey)] {
        let padded = text + [UInt8](repeating: 0, count: 16)
        return unsafe padded.withUnsafeBytes { bytes in
            // 16 bytes lie behind the text.
            let stated = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<text.count])
            return startSeconds.map { second in
                (
                    second,
                    unsafe key(switchID: switchID, startSeconds: second, kind: kind, text: stated, leg: .notStated)
                )
            }
        }
    }
}
