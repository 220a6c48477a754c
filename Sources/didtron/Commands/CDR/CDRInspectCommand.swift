import ArgumentParser
import CallRecords
import Contracts
internal import Files
import Foundation
import Money

/// Shows how a CDR file would be read, without a database.
struct CDRInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show how a CDR file is understood, without a database.",
        discussion: """
            Shows the form of the file, each column with samples and its meaning, the first rows as they will be read, and \
            questions that must be answered before it can be loaded. The exit status is 0 where nothing is open. With --layout that layout is \
            tried on the first rows; otherwise a known one that fits is taken, or one is made from headings and values, which \
            --column and --time-format correct and --write-layout keeps:

              didtron cdr inspect calls.csv --column 'Dialled No=called' \\
                --write-layout own.json
              didtron cdr import calls.csv --layout own.json

            \(LayoutHelp.format)
            """)

    @Argument(help: "CDR file, plain, .zst or .gz; - for standard input.")
    var file: String

    @OptionGroup var layout: LayoutOption

    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            "Meaning of a column, by its heading or number: 'Dialled No=called' or '#4=called'. Meanings: "
                + CallLayout.Field.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "column=meaning"))
    var columns: [CallColumnArgument] = []

    @Option(help: "Separator of columns, if it is not found: a character, or tab.")
    var delimiter: String?

    @Flag(help: "The first line is a call and not a heading.")
    var noHeader = false

    @Option(
        help: ArgumentHelp(
            "How times are written: iso8601, epoch_seconds, epoch_milliseconds, or a pattern such as dd/MM/yyyy HH:mm:ss.",
            valueName: "format"))
    var timeFormat: [String] = []

    @Option(help: "How durations are written: seconds, milliseconds or clock (h:mm:ss).")
    var durationFormat: CallLayout.DurationFormat?

    @Option(help: "Zone of times without an offset, such as Europe/Lisbon; that of the switch by default.")
    var zone: String?

    @Option(help: ArgumentHelp("Write the layout to a file, for --layout of the import.", valueName: "file"))
    var writeLayout: String?

    @OptionGroup var printing: PrintOptions

    func validate() throws {
        if let zone, TimeZones.offsets(zone) == nil {
            throw ValidationError("--zone \(zone) is not a zone of the IANA list, such as Europe/Berlin.")
        }
        if let delimiter, delimiter != "tab", delimiter.utf8.count != 1 {
            throw ValidationError("--delimiter is one character, or tab.")
        }
        let statesColumns =
            !columns.isEmpty || delimiter != nil || noHeader || !timeFormat.isEmpty || durationFormat != nil
        if layout.name != nil, statesColumns {
            throw ValidationError(
                "--layout says what columns mean; give it alone, or --column and its like without it.")
        }
    }

    func run() throws {
        var statements = CallFileStatements()
        statements.layout = try layout.chosen()
        statements.columns = columns.map { (column: $0.column, field: $0.field) }
        statements.delimiter = delimiter.flatMap { $0 == "tab" ? UInt8(ascii: "\t") : $0.utf8.first }
        statements.hasHeader = noHeader ? false : nil
        statements.timeFormats = timeFormat
        statements.durationFormat = durationFormat
        statements.zone = zone
        if let writeLayout {
            statements.name = URL(filePath: writeLayout).deletingPathExtension().lastPathComponent
        }
        let inspection = try CDRInspectCommand.inspection(of: file, statements)
        if let writeLayout, inspection.questions.isEmpty {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try (encoder.encode(inspection.layout) + Data("\n".utf8)).write(to: URL(filePath: writeLayout))
        }
        if printing.json {
            try JSONOutput.print(JSON.CallFileInspection(inspection))
        } else {
            print(ChoiceWording.options(in: CallFileText.of(inspection, file: file)))
            if let writeLayout {
                print(
                    inspection.questions.isEmpty
                        ? "Layout written to \(writeLayout): didtron cdr import \(file) --layout \(writeLayout)"
                        : "The layout was not written: answer first.")
            }
        }
        if !inspection.questions.isEmpty { throw ExitCode.failure }
    }

    /// Looks at the beginning of a file.
    static func inspection(of file: String, _ statements: CallFileStatements) throws -> CallFileInspection {
        let input = file == "-" ? FileDescriptor.standardInput : try FileDescriptor(reading: file)
        let (source, _) = try ByteSources.open(input)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        // The source writes at most as many bytes as the block holds, and says how many.
        let count = try unsafe bytes.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
        do throws(LayoutError) {
            return try CallFileInspection(Array(bytes[..<count]), statements, zones: TimeZones.offsets)
        } catch {
            throw LayoutError(error.code, "\(file): \(error.description)")
        }
    }
}

extension CallLayout.DurationFormat: ExpressibleByArgument {}

/// `Dialled No=called`; the other way round where only that has a meaning.
struct CallColumnArgument: ExpressibleByArgument {
    let column: String
    let field: CallLayout.Field

    init?(argument: String) {
        guard let mark = argument.lastIndex(of: "="), mark > argument.startIndex else { return nil }
        let (left, right) = (String(argument[..<mark]), String(argument[argument.index(after: mark)...]))
        if let field = CallLayout.Field(rawValue: right) {
            (column, self.field) = (left, field)
        } else if let field = CallLayout.Field(rawValue: left), !right.isEmpty {
            (column, self.field) = (right, field)
        } else {
            return nil
        }
    }
}

/// The layout format in words.
enum LayoutHelp {
    static let format = """
        A layout file is JSON. fields says which column is which meaning, by heading, by number ("#5"), or of two columns \
        joined ("date+time"); of several the first that the file has is taken. Required are called, start_time, and duration_s \
        or end_time. Further keys: delimiter, header (required, none), linesAfterHeader, quoting (strict, lenient, none), \
        quotedRows (true where each row is one quoted field), trimsBlanks, zone, timeFormats, durationFormat (seconds, \
        milliseconds, clock), columnsMinimum and columnsMaximum, callRecordType, account (customer account of all calls), \
        dialStrings ({"*8": "99908", "*": "999"}: numbers that stand for what is dialled and is none), numbers (techPrefixes, \
        homeCountry, nationalPrefix and more). With answer_time, a call without one has no duration, and an end time counts from \
        it; ring_s is taken off the duration:

          {"name": "own", "delimiter": ";", "timeFormats": ["dd/MM/yyyy HH:mm:ss"], "zone": "Europe/Lisbon",
           "fields": {"call_id": ["id"], "customer_id": ["account"], "calling": ["from"], "called": ["to"],
                      "start_time": ["date+time"], "end_time": ["end"]}}
        """
}
