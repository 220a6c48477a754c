import Vocabulary

/// Takes a form of `multipart/form-data` apart while it arrives, holding back no more than a delimiter or the headers of a part.
struct MultipartParser {
    enum Event: Equatable {
        /// A field, or a file where a file name is stated, which may be empty.
        case began(name: String, fileName: String?)
        case bytes(ArraySlice<UInt8>)
        case ended
    }

    private enum State {
        /// Before the first delimiter, or between a part and the next delimiter.
        case preamble
        case behindDelimiter
        case headers
        case body
        /// Behind the last delimiter.
        case over
    }

    static let headerBytesMax = 8 << 10
    static let partsMax = 200

    /// A line break, two hyphens and the boundary.
    private let delimiter: [UInt8]
    private var state = State.preamble
    /// Arrived and not yet told: at the beginning, the line break that the first delimiter may do without.
    private var pending: [UInt8] = [13, 10]
    private var parts = 0

    /// - Parameter contentType: of the request.
    /// - Throws: `Refusal` where it is no such form.
    init(contentType: String) throws {
        guard let type = HeaderParameters(Array(contentType.utf8)), type.value == "multipart/form-data",
            let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw Self.notUnderstood("it does not say how its parts are told apart") }
        delimiter = [13, 10, 45, 45] + Array(boundary.utf8)
    }

    /// Tells what the next bytes bring.
    ///
    /// - Throws: `Refusal` where they are not of such a form; what `tell` throws.
    mutating func feed(_ bytes: some Sequence<UInt8>, _ tell: (Event) throws -> Void) throws {
        guard state != .over else { return }
        pending.append(contentsOf: bytes)
        var start = 0
        while try step(&start, tell) {}
        pending.removeFirst(start)
    }

    /// - Throws: `Refusal` where the last delimiter has not come.
    func finish() throws {
        guard state == .over else {
            throw Refusal(
                .invalid, "upload.cut_off", "What was sent breaks off before its end")
        }
    }

    // MARK: - Steps

    /// One step from `start` on, which moves behind what is told; false where more bytes are wanted.
    private mutating func step(_ start: inout Int, _ tell: (Event) throws -> Void) throws -> Bool {
        switch state {
        case .over:
            start = pending.count
            return false
        case .preamble, .body:
            let found = delimiterPlace(from: start)
            // What may be the beginning of a delimiter is held back.
            let end = found ?? max(start, pending.count - (delimiter.count - 1))
            if state == .body, end > start { try tell(.bytes(pending[start..<end])) }
            start = end
            guard found != nil else { return false }
            if state == .body { try tell(.ended) }
            start += delimiter.count
            state = .behindDelimiter
            return true
        case .behindDelimiter:
            guard let lineEnd = try lineEnd(from: start, atMost: 200) else { return false }
            if lineEnd == start + 2, pending[start] == 45, pending[start + 1] == 45 {
                state = .over
                start = pending.count
                return false
            }
            guard pending[start..<lineEnd].allSatisfy({ $0 == 32 || $0 == 9 }) else {
                throw Self.notUnderstood("something stands behind a delimiter")
            }
            start = lineEnd + 2
            state = .headers
            return true
        case .headers:
            guard let end = try headersEnd(from: start) else { return false }
            parts += 1
            guard parts <= Self.partsMax else { throw Self.notUnderstood("it has more than \(Self.partsMax) parts") }
            let (name, fileName) = try Self.names(in: pending[start..<end])
            try tell(.began(name: name, fileName: fileName))
            start = end + 2
            state = .body
            return true
        }
    }

    private func delimiterPlace(from start: Int) -> Int? {
        var place = start
        while place + delimiter.count <= pending.count,
            let next = pending[place...(pending.count - delimiter.count)].firstIndex(of: 13)
        {
            if pending[next..<next + delimiter.count].elementsEqual(delimiter) { return next }
            place = next + 1
        }
        return nil
    }

    /// The place of the line break that ends the line; of the last delimiter, the place behind its two hyphens.
    private func lineEnd(from start: Int, atMost: Int) throws -> Int? {
        if pending.count >= start + 2, pending[start] == 45, pending[start + 1] == 45 { return start + 2 }
        var place = start
        while place + 1 < pending.count {
            if pending[place] == 13, pending[place + 1] == 10 { return place }
            place += 1
            guard place - start <= atMost else { throw Self.notUnderstood("something stands behind a delimiter") }
        }
        return nil
    }

    /// The place of the empty line behind the headers; the headers themselves may be missing.
    private func headersEnd(from start: Int) throws -> Int? {
        var place = start
        while place + 1 < pending.count {
            if pending[place] == 13, pending[place + 1] == 10 {
                if place == start { return place }
                if place + 3 >= pending.count { break }
                if pending[place + 2] == 13, pending[place + 3] == 10 { return place + 2 }
            }
            place += 1
            guard place - start <= Self.headerBytesMax else { break }
        }
        guard place - start <= Self.headerBytesMax else {
            throw Self.notUnderstood("the headers of a part are longer than \(Self.headerBytesMax) bytes")
        }
        return nil
    }

    private static func names(in headers: ArraySlice<UInt8>) throws -> (name: String, fileName: String?) {
        for line in headers.split(whereSeparator: { $0 == 13 || $0 == 10 }) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let title = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            guard title == "content-disposition" else { continue }
            let value = line[(colon + 1)...].drop { $0 == 32 || $0 == 9 }
            guard let disposition = HeaderParameters(Array(value)), disposition.value == "form-data",
                let name = disposition.parameters["name"]
            else { break }
            return (name, disposition.parameters["filename"])
        }
        throw notUnderstood("a part does not say which field it is")
    }

    static func notUnderstood(_ why: String) -> Refusal {
        Refusal(.invalid, "upload.not_understood", "What was sent is not a form with a file: \(why)")
    }
}
