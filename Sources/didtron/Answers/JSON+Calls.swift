// Answers of the subject, from what its target gives.

internal import Answers
import CallRecords
internal import CallStore
import Contracts
import Operations
internal import StoredCalls

extension JSON.CallFile {
    init(_ found: FileAccountReport) throws {
        try self.init(
            found.account, wasLoaded: found.wasLoaded, resumedAtChunk: found.resumedAtChunk,
            loadMs: found.seconds.map { Int64($0 * 1_000) }, rowsPerSecond: found.rowsPerSecond,
            findings: found.findings.map { try JSON.CallFindings($0) })
    }
}

extension JSON.CallFindings {
    init(_ found: FileFindings) throws {
        try self.init(
            lossCalls: found.lossCalls, losses: found.losses.map(JSON.CallLoss.init),
            notComparedCalls: found.notComparedCalls, surges: found.surges.map(JSON.CallSurge.init),
            comparedDays: found.comparedDays, longestCalls: found.longestCalls.map { try JSON.LongCall($0) },
            routes: found.routes.map(JSON.CallRoute.init), settings: found.settings
        )
    }
}

extension JSON.CallLoss {
    init(_ found: FileFindings.Loss) {
        self.init(
            destination: found.destination, currency: found.currency, calls: found.calls, lossMicros: found.micros
        )
    }
}

extension JSON.CallSurge {
    init(_ found: FileFindings.Surge) {
        self.init(
            destination: found.destination, billingOn: found.day, minutes: found.minutes,
            meanMinutes: found.meanMinutes, factorTenths: found.factorTenths
        )
    }
}

extension JSON.LongCall {
    init(_ found: FileFindings.LongCall) throws {
        try self.init(
            address: found.address, durationNs: JSONText.nanos(seconds: found.seconds), called: found.called,
            customer: found.customer, supplier: found.supplier
        )
    }
}

extension JSON.CallRoute {
    init(_ found: FileFindings.Route) {
        self.init(
            supplier: found.supplier, destination: found.destination, attempts: found.attempts,
            answered: found.answered, asrPermille: found.asrTenths, acdS: found.acdSeconds, pddMs: found.postDialMillis,
            pddCalls: found.postDialCalls, pddUnknown: found.postDialUnknown
        )
    }
}

extension JSON.CallReject {
    init(_ found: StoredReject) {
        self.init(
            fileID: Int64(found.fileID.rawValue), file: found.fileName, line: found.line,
            column: found.column == 0 ? nil : found.column, byteOffset: found.byteOffset, field: found.field,
            reason: found.reason, text: String(decoding: found.text, as: UTF8.self)
        )
    }
}

extension JSON.UnratedCall {
    init(_ found: CallStore.UnratedCall) throws {
        try self.init(
            address: found.address, side: found.side, reason: found.reason, account: found.account,
            called: found.called, startAt: found.start, durationNs: JSONText.nanos(seconds: found.seconds),
            fileID: Int64(found.fileID.rawValue), file: found.fileName
        )
    }
}

extension JSON.Evidence {
    init(_ found: UnusedEvidence) {
        self.init(sha256: found.sha256, bytes: found.bytes, receivedAt: found.receivedAt)
    }
}

extension JSON.FileUndoSum {
    init(_ found: FileUndo.Sum) {
        self.init(
            side: found.side, currency: found.currency, partner: found.partnerCode, partnerName: found.partnerName,
            invoiceID: found.invoiceID?.rawValue, calls: found.calls, callsBack: found.callsBack, micros: found.micros,
            microsBack: found.microsBack
        )
    }
}

extension JSON.CallFileInspection {
    init(_ found: CallRecords.CallFileInspection) {
        self.init(
            layout: JSON.CallFileLayout(found.layout), isKnownLayout: found.isKnownLayout,
            columns: found.columns.map(JSON.CallFileColumn.init), rows: found.rows.map(JSON.CallFileRow.init),
            records: found.records, rejected: found.rejected,
            rejects: found.rejects.map { JSON.CallFileReject(line: $0.line, column: $0.column, reason: $0.reason) },
            notes: found.notes, questions: found.questions
        )
    }
}

extension JSON.CallFileLayout {
    init(_ found: CallLayout) {
        self.init(
            name: found.name, delimiter: String(UnicodeScalar(found.delimiter)), header: found.header.rawValue,
            timeFormats: found.timeFormats, durationFormat: found.durationFormat.rawValue, zone: found.zone
        )
    }
}

extension JSON.CallFileColumn {
    init(_ found: CallRecords.CallFileColumn) {
        self.init(number: found.number, heading: found.heading, samples: found.samples, meaning: found.meaning)
    }
}

extension JSON.CallFileRow {
    init(_ found: CallRecords.CallFileInspection.Row) {
        self.init(
            line: found.line, callID: found.callID, customer: found.customer, supplier: found.supplier,
            calling: found.calling, called: found.called, startAt: JSONText.instant(micros: found.startMicros),
            durationNs: found.durationNanos
        )
    }
}
