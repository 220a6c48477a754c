// Days of the local calendar as instants.

extension ZoneOffsets {
    /// The first instant of a local day, in seconds since 1970 UTC: midnight, of two midnights (clocks set back) the
    /// earlier, and where there is none (clocks set forward over it) the change itself.
    ///
    /// - Parameter day: days since 1970-01-01.
    public func firstInstant(ofDay day: Int32) -> Int64 {
        let midnight = Int64(day) * 86_400
        if let instant = instant(ofLocalSeconds: midnight) { return instant }
        for index in changes.indices {
            let change = changes[index]
            if change + offsets[index] <= midnight, midnight < change + offsets[index + 1] { return change }
        }
        return midnight - offsets[0]
    }
}
