extension JSON {
    /// How a CDR file is understood.
    package struct CallFileInspection: Codable, Equatable, Sendable {
        package var layout: CallFileLayout
        package var isKnownLayout: Bool
        package var columns: [CallFileColumn]
        package var rows: [CallFileRow]
        package var records: Int
        package var rejected: Int
        package var rejects: [CallFileReject]
        package var notes: [String]
        package var questions: [String]

        package init(
            layout: CallFileLayout, isKnownLayout: Bool, columns: [CallFileColumn], rows: [CallFileRow], records: Int,
            rejected: Int, rejects: [CallFileReject], notes: [String], questions: [String]
        ) {
            self.layout = layout
            self.isKnownLayout = isKnownLayout
            self.columns = columns
            self.rows = rows
            self.records = records
            self.rejected = rejected
            self.rejects = rejects
            self.notes = notes
            self.questions = questions
        }

        private enum CodingKeys: String, CodingKey {
            case layout
            case isKnownLayout = "is_known_layout"
            case columns, rows, records, rejected, rejects, notes, questions
        }
    }

    /// The layout by which a CDR file is read.
    package struct CallFileLayout: Codable, Equatable, Sendable {
        package var name: String
        package var delimiter: String
        package var header: String
        package var timeFormats: [String]
        package var durationFormat: String
        /// Nil = that of the switch.
        package var zone: String?

        package init(
            name: String, delimiter: String, header: String, timeFormats: [String], durationFormat: String,
            zone: String? = nil
        ) {
            self.name = name
            self.delimiter = delimiter
            self.header = header
            self.timeFormats = timeFormats
            self.durationFormat = durationFormat
            self.zone = zone
        }

        private enum CodingKeys: String, CodingKey {
            case name, delimiter, header
            case timeFormats = "time_formats"
            case durationFormat = "duration_format"
            case zone
        }
    }

    /// A column of a CDR file.
    package struct CallFileColumn: Codable, Equatable, Sendable {
        package var number: Int
        package var heading: String
        package var samples: [String]
        package var meaning: String?

        package init(number: Int, heading: String, samples: [String], meaning: String? = nil) {
            self.number = number
            self.heading = heading
            self.samples = samples
            self.meaning = meaning
        }
    }

    /// A record as it would be read.
    package struct CallFileRow: Codable, Equatable, Sendable {
        package var line: Int
        package var callID: String
        package var customer: String
        package var supplier: String
        package var calling: String
        package var called: String
        package var startAt: String
        package var durationNs: Int64

        package init(
            line: Int, callID: String, customer: String, supplier: String, calling: String, called: String,
            startAt: String, durationNs: Int64
        ) {
            self.line = line
            self.callID = callID
            self.customer = customer
            self.supplier = supplier
            self.calling = calling
            self.called = called
            self.startAt = startAt
            self.durationNs = durationNs
        }

        private enum CodingKeys: String, CodingKey {
            case line
            case callID = "call_id"
            case customer, supplier, calling, called
            case startAt = "start_at"
            case durationNs = "duration_ns"
        }
    }

    /// A record that would be rejected.
    package struct CallFileReject: Codable, Equatable, Sendable {
        package var line: Int
        package var column: Int
        package var reason: String

        package init(line: Int, column: Int, reason: String) {
            self.line = line
            self.column = column
            self.reason = reason
        }
    }
}
