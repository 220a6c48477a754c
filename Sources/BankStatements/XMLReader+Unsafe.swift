import CExpat
internal import Vocabulary

/// Receives the parts of an XML document.
protocol XMLSink: AnyObject {
    /// Set by the sink to stop the reader.
    var fault: Refusal? { get }
    /// - Parameters:
    ///   - name: behind the colon of a namespace prefix.
    ///   - attributes: by name.
    func start(_ name: String, _ attributes: [String: String])
    func end(_ name: String)
    /// A piece of character data; a text may come in several.
    func text(_ bytes: [UInt8])
}

/// Expat, which reads a document whole. A document type declaration stops it: without one there are no entities to expand.
@safe
final class XMLReader {
    private let sink: any XMLSink
    private let parser: OpaquePointer
    private var hasDoctype = false

    private init(_ sink: any XMLSink) throws {
        guard let parser = unsafe XML_ParserCreate(nil) else {
            throw Refusal(.unavailable, "bankfile.memory", "There is no memory to read the bank file")
        }
        unsafe self.parser = unsafe parser
        self.sink = sink
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { unsafe XMLReader.me($0).started($1!, $2!) },
            { unsafe XMLReader.me($0).ended($1!) })
        unsafe XML_SetCharacterDataHandler(parser) { unsafe XMLReader.me($0).texted($1!, count: Int($2)) }
        unsafe XML_SetStartDoctypeDeclHandler(parser) { me, _, _, _, _ in unsafe XMLReader.me(me).refuseDoctype() }
    }

    deinit { unsafe XML_ParserFree(parser) }

    /// - Throws: a `Refusal`: the sink's, or for what is no XML or declares a document type.
    static func read(_ bytes: [UInt8], into sink: any XMLSink) throws {
        let reader = try XMLReader(sink)
        // Pieces of a megabyte: the length that expat takes is 32 bits wide.
        var start = 0
        repeat {
            let end = min(start + 1 << 20, bytes.count)
            try reader.feed(bytes[start..<end], isLast: end == bytes.count)
            start = end
        } while start < bytes.count
    }

    private func feed(_ piece: ArraySlice<UInt8>, isLast: Bool) throws {
        let status = unsafe piece.withUnsafeBytes { bytes in
            // Expat reads `count` bytes from where the slice begins, and keeps none of them.
            unsafe XML_Parse(
                parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
        }
        if let fault = sink.fault { throw fault }
        if hasDoctype {
            throw Refusal(
                .invalid, "bankfile.document_type",
                "The bank file declares a document type, which a statement never needs")
        }
        guard status == XML_STATUS_ERROR else { return }
        let reason = unsafe String(cString: XML_ErrorString(XML_GetErrorCode(parser)))
        throw Refusal(
            .invalid, "bankfile.not_xml", "The bank file is damaged: \(reason)",
            place: Refusal.Place(line: unsafe Int(XML_GetCurrentLineNumber(parser))))
    }

    /// The reader that was given as user data; it outlives the call of expat in which handlers run.
    private static func me(_ data: UnsafeMutableRawPointer?) -> XMLReader {
        unsafe Unmanaged<XMLReader>.fromOpaque(data!).takeUnretainedValue()
    }

    /// Texts of expat end in a zero byte.
    private static func name(_ text: UnsafePointer<CChar>) -> String {
        let name = unsafe String(cString: text)
        return name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }

    private func started(_ name: UnsafePointer<CChar>, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        var attributes: [String: String] = [:]
        // Names and values in turn, ended by a null pointer.
        var at = unsafe pairs
        while let key = unsafe at.pointee, let value = unsafe at[1] {
            unsafe attributes[XMLReader.name(key)] = String(cString: value)
            unsafe at += 2
        }
        unsafe sink.start(XMLReader.name(name), attributes)
        if sink.fault != nil { stop() }
    }

    private func ended(_ name: UnsafePointer<CChar>) {
        unsafe sink.end(XMLReader.name(name))
        if sink.fault != nil { stop() }
    }

    private func texted(_ text: UnsafePointer<CChar>, count: Int) {
        // Expat hands over `count` bytes that stay where they are while this runs.
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: count)
        unsafe sink.text(Array(bytes))
        if sink.fault != nil { stop() }
    }

    private func refuseDoctype() {
        hasDoctype = true
        stop()
    }

    private func stop() { unsafe XML_StopParser(parser, 0) }
}
