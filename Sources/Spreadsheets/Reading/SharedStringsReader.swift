/// Reads the texts that cells refer to by number.
final class SharedStringsReader: XMLSink {
    /// All texts, one after the other; each begins where the one before it ends.
    private(set) var text: [UInt8] = []
    private(set) var ends: [Int] = []
    private(set) var fault: WorkbookError?

    private let limits: Workbook.Limits
    private var isText = false
    /// Within a reading aid of Japanese, which is no part of the text.
    private var isPhonetic = false

    private static let item = XMLName("si")
    private static let piece = XMLName("t")
    private static let phonetic = XMLName("rPh")

    init(limits: Workbook.Limits) { self.limits = limits }

    func range(_ index: Int) -> Range<Int>? {
        guard ends.indices.contains(index) else { return nil }
        return (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == SharedStringsReader.piece { isText = !isPhonetic }
        if name == SharedStringsReader.phonetic { isPhonetic = true }
    }

    func end(_ name: XMLName) {
        switch name {
        case SharedStringsReader.piece: isText = false
        case SharedStringsReader.phonetic: isPhonetic = false
        case SharedStringsReader.item: ends.append(text.count)
        default: break
        }
    }

    func text(_ bytes: Span<UInt8>) {
        guard isText else { return }
        for at in bytes.indices { text.append(bytes[at]) }
        if text.count > limits.textBytesMax { fault = .tooMuchText(limits) }
    }
}

extension WorkbookError {
    static func tooMuchText(_ limits: Workbook.Limits) -> WorkbookError {
        WorkbookError(.tooLarge, "the texts of the workbook are more than \(limits.textBytesMax >> 20) MiB; not read")
    }
}
