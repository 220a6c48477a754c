// The exact way: one record at a time, as `QuotedRecord` reads it.

extension CallParser {
    /// Parses the record at `start` as `QuotedRecord` reads it, and moves behind it; false where it was no call
    /// (rejected, or a blank line). `number` is its position in the batch.
    mutating func parseSlowly(from start: Int, into record: inout CallRecord, number: Int) -> Bool {
        let text = unsafe UnsafeRawBufferPointer(start: base, count: chunk.textCount)
        let isInQuotes = layout.layout.quotedRows
        var raw = unsafe QuotedRecord.read(
            text, from: start, delimiter: layout.layout.delimiter,
            quoting: isInQuotes ? .strict : layout.layout.quoting)
        if isInQuotes { raw = raw.unwrapped(delimiter: layout.layout.delimiter, quoting: layout.layout.quoting) }
        defer {
            position = raw.end
            lineCount += 1 + raw.innerLineFeeds
            scanner.seek(to: raw.end)
        }
        if raw.textEnd == start { return false }
        if let fault = slowFault(raw, start: start, into: &record, number: number) {
            reject(fault, start: start, textEnd: raw.textEnd)
            return false
        }
        record.record = TextRange(offset: UInt32(start), count: UInt32(raw.textEnd - start))
        record.line = UInt32(lineCount)
        record.ordinal = UInt32(recordCount)
        recordCount += 1
        return true
    }

    private mutating func slowFault(
        _ raw: QuotedRecord, start: Int, into record: inout CallRecord, number: Int
    ) -> FieldFault? {
        if let fault = raw.fault { return FieldFault(column: raw.faultColumn, fault) }
        if raw.textEnd - start > CallParser.recordBytesMax {
            return FieldFault(nil, "record is longer than \(CallParser.recordBytesMax) bytes")
        }
        guard layout.columnCounts.contains(raw.fields.count) else {
            let counts = layout.columnCounts
            let expected =
                counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
            return FieldFault(nil, "\(expected) fields expected, \(raw.fields.count) found")
        }
        let fields = raw.fields
        if !layout.callRecordType.isEmpty, joined(.recordType, fields) != layout.callRecordType {
            return FieldFault(.recordType, "record is not a call")
        }
        return fieldFault(fields, into: &record, number: number)
    }

    /// Fills `record` from its fields, which are copied to the scratch space; nil, or the first fault.
    private mutating func fieldFault(
        _ fields: [[UInt8]], into record: inout CallRecord, number: Int
    ) -> FieldFault? {
        record.callID = stored(.callID, fields)
        record.leg = stored(.leg, fields)
        var customer = stored(.customer, fields)
        record.supplier = stored(.supplier, fields)
        let called = stored(.called, fields)
        let calling = stored(.calling, fields)
        var calledNumber: NumberText.Number
        let callingNumber: NumberText.Number
        record.routingNumber = -1
        if let numbers = layout.numbers {
            let slots = numbersStart + number * 2 * NumberReader.slotBytes
            let reading = unsafe numbers.read(called, base: base, slot: slots, isCalled: true)
            calledNumber = reading.number
            record.routingNumber = reading.routing
            callingNumber = unsafe numbers.read(
                calling, base: base, slot: slots + NumberReader.slotBytes, isCalled: false
            ).number
            if customer.isEmpty, numbers.techPrefixNamesAccount { customer = reading.techPrefix }
        } else {
            calledNumber = unsafe NumberText.read(called, base: base)
            callingNumber = unsafe NumberText.read(calling, base: base)
        }
        if !calledNumber.isDigits, !layout.layout.dialStrings.isEmpty,
            let number = self.number(forDialString: joined(.called, fields))
        {
            calledNumber = unsafe NumberText.read(stored(number), base: base)
        }
        record.customer = customer.isEmpty ? stored(.ingressAddress, fields) : customer
        record.called = calledNumber.digits
        record.calledNumber = calledNumber.value
        record.calling = callingNumber.digits
        record.callingNumber = callingNumber.value
        record.routingNumber = unsafe RoutingNumber.read(
            stored(.routing, fields), base: base, otherwise: record.routingNumber)
        record.postDialMillis = PostDialDelay.millis(
            joined(.postDialDelay, fields), format: layout.layout.postDialFormat)
        let start = joined(.startTime, fields)
        guard let micros = layout.micros(start) else {
            return FieldFault(.startTime, start.isEmpty ? "start time is empty" : "start time is not a time")
        }
        guard layout.starts.contains(micros) else {
            return FieldFault(
                .startTime,
                micros < layout.starts.lowerBound
                    ? "start time is before the earliest plausible one" : "start time is after the latest plausible one"
            )
        }
        record.startMicros = micros
        do throws(FieldFault) {
            record.durationNanos = try durationNanos(fields, startMicros: micros)
        } catch {
            return error
        }
        // Last, so that a record rejected for its number is known to be a call in all else.
        guard calledNumber.isDigits else {
            return FieldFault(.called, called.isEmpty ? "called is empty" : "called is not a number")
        }
        guard calledNumber.digits.count <= NumberText.calledDigitsMax else {
            return FieldFault(.called, "called has more than \(NumberText.calledDigitsMax) digits")
        }
        let code = unsafe NumberText.smallNumber(stored(.sipCode, fields), base: base)
        record.sipCode = code > 0 && code < 1_000 ? Int32(truncatingIfNeeded: code) : 0
        return nil
    }

    /// The duration that the record states, or that lies between its times.
    private func durationNanos(_ fields: [[UInt8]], startMicros: Int64) throws(FieldFault) -> Int64 {
        func has(_ field: CallLayout.Field) -> Bool { !layout.sources[field.index].isEmpty }
        func stated(_ field: CallLayout.Field) throws(FieldFault) -> Int64 {
            switch DurationText.nanos(joined(field, fields), format: layout.layout.durationFormat) {
            case .success(let nanos): return nanos
            case .failure(let fault):
                throw FieldFault(
                    field, field == .duration ? fault.rawValue : fault.rawValue.replacing("duration", with: "ring time")
                )
            }
        }
        var from = startMicros
        if has(.answerTime) {
            let text = joined(.answerTime, fields)
            // Switches write nothing, or the beginning of their time.
            guard !text.allSatisfy("0-:/. TZ".utf8.contains) else { return 0 }
            guard let answer = layout.micros(text) else { throw FieldFault(.answerTime, "answer time is not a time") }
            from = answer
        }
        var nanos: Int64
        if has(.duration) {
            nanos = try stated(.duration)
        } else {
            let text = joined(.endTime, fields)
            guard !text.isEmpty else { throw FieldFault(.endTime, "end time is empty") }
            guard let end = layout.micros(text) else { throw FieldFault(.endTime, "end time is not a time") }
            guard end >= from else {
                throw FieldFault(.endTime, "end time is before the \(has(.answerTime) ? "answer" : "start") time")
            }
            guard end - from <= Int64(Int32.max) * 1_000_000 else {
                throw FieldFault(.endTime, DurationFault.tooLong.rawValue)
            }
            nanos = (end - from) * 1_000
        }
        if has(.ringTime), !joined(.ringTime, fields).isEmpty {
            nanos -= try stated(.ringTime)
            guard nanos >= 0 else { throw FieldFault(.ringTime, "ring time is longer than the call") }
        }
        return nanos
    }

    /// The number that the layout gives a dial string which is none.
    private func number(forDialString text: [UInt8]) -> [UInt8]? {
        let strings = layout.layout.dialStrings
        let dialled = String(decoding: text, as: UTF8.self)
        let isDialString = text.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#") }
        return (strings[dialled] ?? (isDialString ? strings["*"] : nil)).map { Array($0.utf8) }
    }

    /// The columns of a field, joined by a blank.
    private func joined(_ field: CallLayout.Field, _ fields: [[UInt8]]) -> [UInt8] {
        var text: [UInt8] = []
        for (index, column) in layout.sources[field.index].enumerated() where column < fields.count {
            if index > 0 { text.append(0x20) }
            text += fields[column]
        }
        guard layout.layout.trimsBlanks else { return text }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return Array(text.drop(while: isBlank))
    }

    /// A field's text in the scratch space. There is room: a batch ends when half of it is used, and a record, at most
    /// `recordBytesMax` long, fits the other half as long as no column serves several fields at that length.
    private mutating func stored(_ field: CallLayout.Field, _ fields: [[UInt8]]) -> TextRange {
        stored(joined(field, fields))
    }

    private mutating func stored(_ text: [UInt8]) -> TextRange {
        let limit = scratchStart + ChunkBuffer.scratchCapacity
        guard !text.isEmpty, scratchEnd + text.count <= limit else { return .empty }
        let range = TextRange(offset: UInt32(scratchEnd), count: UInt32(text.count))
        unsafe (base + scratchEnd).copyMemory(from: text, byteCount: text.count)
        scratchEnd += text.count
        return range
    }

    /// Keeps a record that is no call, and counts it.
    mutating func reject(_ fault: FieldFault, start: Int, textEnd: Int, recordBytes: Int? = nil) {
        let count = min(textEnd - start, Reject.textBytesMax)
        let text = unsafe UnsafeRawBufferPointer(start: base + start, count: count)
        rejects.append(
            Reject(
                line: lineCount, column: fault.column(in: layout), byteOffset: start,
                field: fault.field?.rawValue ?? "", reason: fault.reason, text: unsafe [UInt8](text),
                recordBytes: recordBytes ?? textEnd - start, ordinal: recordCount))
        recordCount += 1
    }
}

/// What is wrong with a record.
struct FieldFault: Error {
    var field: CallLayout.Field?
    var column = 0
    var reason: String

    init(_ field: CallLayout.Field?, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    init(column: Int, _ reason: String) {
        self.column = column
        self.reason = reason
    }

    /// Column from 1, 0 where the record as a whole is at fault.
    func column(in layout: BoundLayout) -> Int {
        guard let field, let first = layout.sources[field.index].first else { return column }
        return first + 1
    }
}
