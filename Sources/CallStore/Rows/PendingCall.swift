internal import CKernels
package import Rating

/// A parsed and rated call of a chunk on its way into the database. Two cache lines, no references.
package struct PendingCall {
    /// Microseconds since 1970 UTC.
    package var startMicros: Int64
    package var durationNanos: Int64
    /// -1 where the number is none, or is a text.
    package var calling: Int64
    package var called: Int64
    package var key: CallKey
    package var sell: PendingSide
    package var buy: PendingSide
    /// Record within the chunk.
    package var ordinal: Int32
    /// Index into the chunk's `NumberTexts`, -1 where both numbers are integers (or there is none) and no
    /// routing number is stated.
    package var texts: Int32
    /// 0 = none stated.
    var sipCode: Int16
    /// What it may be of what was loaded before; changed and unclear ones are settled one by one.
    package var sighting: Sighting

    /// Hours since 1970 UTC.
    var hour: Int32 { Int32(truncatingIfNeeded: PendingCall.roundedDown(startMicros, by: 3_600_000_000)) }
    /// Days since 1970 UTC.
    package var day: Int32 { Int32(truncatingIfNeeded: PendingCall.roundedDown(startMicros, by: 86_400_000_000)) }

    @inline(__always)
    package static func roundedDown(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient &- 1 : quotient
    }
}

/// One side of a `PendingCall`.
package struct PendingSide {
    package var micros: Int64
    /// -1 = none.
    var rateID: Int32
    /// -1 = none.
    var destinationID: Int32
    var billedSeconds: Int32
    /// Days since 1970-01-01 in the party's billing zone; no meaning without a party.
    var billingDay: Int32
    /// Index into the parties of the side, -1 = none.
    package var party: Int32
    package var state: CallSide.State
    package var reason: UnratedReason
}

/// Numbers that are no integers, as written, and the routing number: what few calls have.
struct NumberTexts {
    /// Empty = none.
    package var calling: [UInt8]
    /// Nil where the called number is an integer.
    package var called: [UInt8]?
    /// -1 = none.
    package var routing: Int64
}

/// The calls of one chunk, in the order of the file. The memory is kept from chunk to chunk.
@safe
package struct PendingCalls: ~Copyable {
    private(set) var calls: UnsafeMutablePointer<PendingCall>
    /// Of each call what its record says of it; beside the calls, which fill whole cache lines.
    private var contents: UnsafeMutablePointer<UInt64>
    /// Of each call what the order of the rows depends on, so that sorting reads no calls.
    private var places: UnsafeMutablePointer<Place>
    private var capacity: Int
    package private(set) var count = 0
    private(set) var texts: [NumberTexts] = []
    /// Positions of the calls that have some, in their order.
    package private(set) var positionsWithTexts: [Int] = []
    private var firstStartMicros = Int64.max
    private var lastStartMicros = Int64.min

    /// Microseconds since 1970 UTC; nil without any call.
    package var startMicros: ClosedRange<Int64>? { count == 0 ? nil : firstStartMicros...lastStartMicros }

    /// Where a row belongs.
    package struct Place: Equatable {
        /// Of the start: hours since 1970 UTC.
        package var hour: Int32
        /// Of the customer, see `PartyRows`.
        package var rank: Int32
    }

    init(capacity: Int = 1 << 14) {
        self.capacity = capacity
        unsafe calls = PendingCalls.allocate(capacity)
        unsafe contents = PendingCalls.allocate(capacity)
        unsafe places = PendingCalls.allocate(capacity)
    }

    deinit {
        unsafe calls.deallocate()
        unsafe contents.deallocate()
        unsafe places.deallocate()
    }

    /// On huge pages where it is large: a chunk's calls are read in the order of the customers.
    private static func allocate<T>(_ capacity: Int) -> UnsafeMutablePointer<T> {
        let bytes = capacity * MemoryLayout<T>.stride
        let hugePageBytes = 1 << 21
        guard bytes >= hugePageBytes else { return UnsafeMutablePointer.allocate(capacity: capacity) }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: hugePageBytes)
        unsafe ck_prefer_huge_pages(memory, bytes)
        return unsafe memory.bindMemory(to: T.self, capacity: capacity)
    }

    mutating func removeAll() {
        count = 0
        firstStartMicros = .max
        lastStartMicros = .min
        texts.removeAll(keepingCapacity: true)
        positionsWithTexts.removeAll(keepingCapacity: true)
    }

    /// Keeps the texts of the call that is appended next; returns their index.
    mutating func keep(_ texts: NumberTexts) -> Int32 {
        positionsWithTexts.append(count)
        self.texts.append(texts)
        return Int32(truncatingIfNeeded: self.texts.count &- 1)
    }

    /// Makes room for `more` calls behind the last one.
    mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(2 * capacity, count + more)
        unsafe calls = moved(calls)
        unsafe contents = moved(contents)
        unsafe places = moved(places)
    }

    /// The same items in memory for `capacity` of them.
    private func moved<T>(_ items: UnsafeMutablePointer<T>) -> UnsafeMutablePointer<T> {
        let larger: UnsafeMutablePointer<T> = unsafe PendingCalls.allocate(capacity)
        // `count` items are initialised, and the new memory holds more; they are trivial, so nothing is left behind.
        unsafe larger.moveInitialize(from: items, count: count)
        unsafe items.deallocate()
        return unsafe larger
    }

    /// Appends within what was reserved.
    @inline(__always)
    package mutating func append(_ call: PendingCall, content: UInt64, rank: Int32) {
        assert(count < capacity)
        unsafe (calls + count).initialize(to: call)
        unsafe (contents + count).initialize(to: content)
        unsafe (places + count).initialize(to: Place(hour: call.hour, rank: rank))
        firstStartMicros = min(firstStartMicros, call.startMicros)
        lastStartMicros = max(lastStartMicros, call.startMicros)
        count &+= 1
    }

    package subscript(index: Int) -> PendingCall {
        @inline(__always)
        get {
            assert(index >= 0 && index < count)
            return unsafe calls[index]
        }
    }

    @inline(__always)
    package func place(_ index: Int) -> Place {
        assert(index >= 0 && index < count)
        return unsafe places[index]
    }

    /// Brings a call near, which is read soon. Two cache lines.
    @inline(__always)
    package func prefetch(_ index: Int) {
        assert(index >= 0 && index < count)
        let address = unsafe UnsafeRawPointer(calls + index)
        unsafe ck_prefetch(address)
        unsafe ck_prefetch(address + 64)
    }

    /// The mark of a call.
    @inline(__always)
    package func mark(_ index: Int) -> CallMark {
        assert(index >= 0 && index < count)
        return unsafe CallMark(calls[index].key, content: contents[index], ordinal: calls[index].ordinal)
    }

    /// What the record of a call says.
    @inline(__always)
    package func content(_ index: Int) -> UInt64 {
        assert(index >= 0 && index < count)
        return unsafe contents[index]
    }

    package mutating func note(_ sighting: Sighting, of index: Int) {
        precondition(index >= 0 && index < count)
        unsafe calls[index].sighting = sighting
    }
}
