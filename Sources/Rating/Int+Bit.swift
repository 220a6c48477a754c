extension Int {
    /// 1 for true, 0 for false. Of `isSet ? 1 : 0` in a sum the compiler makes a branch, which calls that are answered or
    /// not at random make it guess wrong.
    @inline(__always)
    init(bit isSet: Bool) { self = Int(unsafe unsafeBitCast(isSet, to: UInt8.self)) }
}
