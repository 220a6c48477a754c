// Keys of calls from texts in memory of any kind.

extension CallKeyHasher {
    /// The key of what a record states, without its leg.
    ///
    /// - Parameter text: the call id, or the whole record.
    package func key(of text: [UInt8], kind: Kind, switchID: Int16, startSeconds: Int64) -> CallKey {
        var key = CallKey(high: 0, low: 0)
        forEachKey(of: text, kind: kind, switchID: switchID, startSeconds: startSeconds..<startSeconds + 1) {
            key = $1
        }
        return key
    }

    /// Gives `body` what the key of a call with this id would be if it started in each of some seconds, without its leg.
    package func forEachKey(
        ofCallID callID: [UInt8], switchID: Int16, startSeconds: Range<Int64>,
        _ body: (_ startSeconds: Int64, _ key: CallKey) -> Void
    ) {
        forEachKey(of: callID, kind: .callID, switchID: switchID, startSeconds: startSeconds, body)
    }

    private func forEachKey(
        of text: [UInt8], kind: Kind, switchID: Int16, startSeconds: Range<Int64>,
        _ body: (_ startSeconds: Int64, _ key: CallKey) -> Void
    ) {
        let padded = text + [UInt8](repeating: 0, count: 16)
        unsafe padded.withUnsafeBytes { bytes in
            // 16 bytes lie behind the text.
            let stated = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<text.count])
            for second in startSeconds {
                body(
                    second,
                    unsafe key(switchID: switchID, startSeconds: second, kind: kind, text: stated, leg: .notStated))
            }
        }
    }
}
