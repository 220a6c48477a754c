extension JSON {
    /// Result or preview of taking a file back.
    package struct FileUndo: Codable, Equatable, Sendable {
        package var isApplied: Bool
        package var isResumed: Bool
        package var file: CallFile
        package var sides: [FileUndoSum]
        package var loadedAgain: [FileLoadedAgain]
        /// Reversals and what holds again, once it was applied.
        package var batch: CallFile?

        package init(
            isApplied: Bool, isResumed: Bool, file: CallFile, sides: [FileUndoSum], loadedAgain: [FileLoadedAgain],
            batch: CallFile? = nil
        ) {
            self.isApplied = isApplied
            self.isResumed = isResumed
            self.file = file
            self.sides = sides
            self.loadedAgain = loadedAgain
            self.batch = batch
        }

        private enum CodingKeys: String, CodingKey {
            case isApplied = "is_applied"
            case isResumed = "is_resumed"
            case file, sides
            case loadedAgain = "loaded_again"
            case batch
        }
    }

    /// Calls that an undo takes back, and those that hold again, of one side, partner, currency and invoice.
    package struct FileUndoSum: Codable, Equatable, Sendable {
        package var side: String
        package var currency: String
        package var partner: String?
        package var partnerName: String?
        package var invoiceID: Int64?
        package var calls: Int64
        package var callsBack: Int64
        package var micros: Int128
        package var microsBack: Int128

        package init(
            side: String, currency: String, partner: String? = nil, partnerName: String? = nil, invoiceID: Int64? = nil,
            calls: Int64, callsBack: Int64, micros: Int128, microsBack: Int128
        ) {
            self.side = side
            self.currency = currency
            self.partner = partner
            self.partnerName = partnerName
            self.invoiceID = invoiceID
            self.calls = calls
            self.callsBack = callsBack
            self.micros = micros
            self.microsBack = microsBack
        }

        private enum CodingKeys: String, CodingKey {
            case side, currency, partner
            case partnerName = "partner_name"
            case invoiceID = "invoice_id"
            case calls
            case callsBack = "calls_back"
            case micros
            case microsBack = "micros_back"
        }
    }

    /// A file that was compared with one that is taken back.
    package struct FileLoadedAgain: Codable, Equatable, Sendable {
        package var fileID: Int32
        package var name: String
        package var loadedAsFileID: Int32?

        package init(fileID: Int32, name: String, loadedAsFileID: Int32? = nil) {
            self.fileID = fileID
            self.name = name
            self.loadedAsFileID = loadedAsFileID
        }

        private enum CodingKeys: String, CodingKey {
            case fileID = "file_id"
            case name
            case loadedAsFileID = "loaded_as_file_id"
        }
    }
}
