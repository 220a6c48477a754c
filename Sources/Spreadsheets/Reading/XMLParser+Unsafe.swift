import CExpat

/// What takes the parts of an XML document.
protocol XMLSink: AnyObject {
    /// Set by the sink to stop the parser.
    var fault: WorkbookError? { get }
    func start(_ name: XMLName, _ attributes: XMLAttributes)
    func end(_ name: XMLName)
    /// A piece of character data; a text may come in several.
    func text(_ bytes: Span<UInt8>)
}

/// The attributes of an element, valid only while `XMLSink.start` runs: names and values in turn, ended by a null pointer.
@safe
struct XMLAttributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

    fileprivate init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        unsafe self.pairs = unsafe pairs
    }

    /// The value of an attribute; nil = the element does not have it.
    func string(_ name: XMLName) -> String? {
        guard let value = unsafe value(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// The value as a name to compare with.
    func word(_ name: XMLName) -> XMLName? {
        guard let value = unsafe value(name) else { return nil }
        return unsafe XMLParser.name(value)
    }

    /// The value as a number of at most 9 digits.
    func number(_ name: XMLName) -> Int? {
        guard var at = unsafe value(name) else { return nil }
        var number = 0
        var digits = 0
        while unsafe at.pointee != 0 {
            let digit = unsafe Int(at.pointee) - 0x30
            guard (0...9).contains(digit), digits < 9 else { return nil }
            number = number * 10 + digit
            digits += 1
            unsafe at += 1
        }
        return digits > 0 ? number : nil
    }

    /// The column, from 0, of a cell's address such as `AB12`.
    func column(_ name: XMLName) -> Int? {
        guard var at = unsafe value(name) else { return nil }
        var column = 0
        while unsafe at.pointee >= 0x41 && at.pointee <= 0x5A, column < 1 << 20 {
            column = unsafe column * 26 + Int(at.pointee) - 0x40
            unsafe at += 1
        }
        return column > 0 ? column - 1 : nil
    }

    private func value(_ name: XMLName) -> UnsafePointer<CChar>? {
        var at = unsafe pairs
        while let key = unsafe at.pointee {
            if unsafe XMLParser.name(key) == name { return unsafe at[1] }
            unsafe at += 2
        }
        return nil
    }
}

/// Expat, fed piece by piece. A document type declaration stops it: without one there are no entities to expand.
@safe
final class XMLParser {
    private let parser: OpaquePointer
    private let sink: any XMLSink
    private var hasDoctype = false
    private let entry: String

    init(_ sink: any XMLSink, entry: String) throws(WorkbookError) {
        guard let parser = unsafe XML_ParserCreate(nil) else {
            throw WorkbookError(.damaged, "no memory to read the workbook")
        }
        unsafe self.parser = unsafe parser
        self.sink = sink
        self.entry = entry
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { unsafe XMLParser.me($0).started($1!, $2!) },
            { unsafe XMLParser.me($0).ended($1!) })
        unsafe XML_SetCharacterDataHandler(parser) { unsafe XMLParser.me($0).texted($1!, count: Int($2)) }
        unsafe XML_SetStartDoctypeDeclHandler(parser) { me, _, _, _, _ in unsafe XMLParser.me(me).refuseDoctype() }
    }

    deinit { unsafe XML_ParserFree(parser) }

    /// Parses the next piece of the document.
    func feed(_ piece: Span<UInt8>, isLast: Bool) throws(WorkbookError) {
        let status = unsafe piece.withUnsafeBytes { bytes in
            unsafe XML_Parse(
                parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
        }
        if let fault = sink.fault { throw fault }
        if hasDoctype {
            throw WorkbookError(.damaged, "\(entry) declares a document type, which a workbook never needs; not read")
        }
        guard status == XML_STATUS_ERROR else { return }
        let reason = unsafe String(cString: XML_ErrorString(XML_GetErrorCode(parser)))
        let line = unsafe XML_GetCurrentLineNumber(parser)
        throw WorkbookError(
            .damaged,
            "the workbook is damaged: \(entry), line \(line): \(reason). Open it in a spreadsheet and save it again")
    }

    /// The name behind the colon of a namespace prefix, where there is one. Texts of expat end in a zero byte.
    fileprivate static func name(_ text: UnsafePointer<CChar>) -> XMLName {
        var hash = XMLName.seed
        var at = unsafe text
        while unsafe at.pointee != 0 {
            let byte = unsafe UInt8(bitPattern: at.pointee)
            hash = byte == UInt8(ascii: ":") ? XMLName.seed : XMLName.step(hash, byte)
            unsafe at += 1
        }
        return XMLName(hash: hash)
    }

    /// The parser that was given as user data; it outlives the call of expat in which handlers run.
    private static func me(_ data: UnsafeMutableRawPointer?) -> XMLParser {
        unsafe Unmanaged<XMLParser>.fromOpaque(data!).takeUnretainedValue()
    }

    private func started(_ name: UnsafePointer<CChar>, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        unsafe sink.start(XMLParser.name(name), XMLAttributes(pairs))
        if sink.fault != nil { stop() }
    }

    private func ended(_ name: UnsafePointer<CChar>) {
        unsafe sink.end(XMLParser.name(name))
        if sink.fault != nil { stop() }
    }

    private func texted(_ text: UnsafePointer<CChar>, count: Int) {
        // Expat hands over `count` bytes that stay where they are while this runs.
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: count).assumingMemoryBound(to: UInt8.self)
        unsafe sink.text(bytes.span)
        if sink.fault != nil { stop() }
    }

    private func refuseDoctype() {
        hasDoctype = true
        stop()
    }

    private func stop() { unsafe XML_StopParser(parser, 0) }
}
