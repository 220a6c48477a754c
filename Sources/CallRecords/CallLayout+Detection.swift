extension CallLayout {
    /// The built-in layout by which the records at the beginning of a file can be read.
    ///
    /// A layout whose header is there wins; of those without one, the layout that reads the most of the first records,
    /// and at least half of them.
    /// - Parameter sample: the beginning of the file, all of it if it is shorter than 64 KiB.
    /// - Throws: `LayoutError` where the file is empty, has bare CR line ends, or fits no layout.
    public static func detected(
        in sample: [UInt8], switchZone: String = "UTC", zones: (String) -> ZoneOffsets?
    ) throws(LayoutError) -> CallLayout {
        var best: (layout: CallLayout, read: Int, records: Int)?
        for layout in builtIn {
            let bound: BoundLayout
            do throws(LayoutError) {
                bound = try layout.bound(to: sample, switchZone: switchZone, zones: zones)
            } catch  where error.code == .missingColumn {
                continue
            }
            if layout.header == .required { return layout }
            let counts = bound.trial(sample)
            if counts.read > (best?.read ?? 0) { best = (layout, counts.read, counts.records) }
        }
        guard let best, best.read * 2 >= best.records else {
            let names = builtIn.map(\.name).joined(separator: ", ")
            throw LayoutError(
                .unknownLayout,
                "The layout of this file is none of those known (\(names))")
        }
        return best.layout
    }
}

extension BoundLayout {
    /// How many of the first records of a sample are calls, be it to something that is no number.
    fileprivate func trial(_ sample: [UInt8]) -> (read: Int, records: Int) {
        let lines = 100
        var end = sample.count
        var feeds = 0
        for (offset, byte) in sample[headerBytes...].enumerated() where byte == 0x0A {
            feeds += 1
            if feeds == lines || offset == sample.count - 1 {
                end = headerBytes + offset + 1
                break
            }
        }
        var parser = CallParser(layout: self, chunk: Chunk(text: Array(sample[headerBytes..<end])))
        var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
        var read = 0
        while true {
            let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
            if count == 0 { break }
            read += count
        }
        let toNoNumber = parser.rejects.count { $0.field == CallLayout.Field.called.rawValue }
        return (read + toNoNumber, parser.recordCount)
    }
}
