// Answers about files of calls, for commands and for the API, from what their subject gives.

package import CallStore
package import Contracts

extension JSON.CallFile {
    /// - Parameters:
    ///   - wasLoaded: known to whoever loaded it, as all that follow.
    package init(
        _ account: FileAccount, wasLoaded: Bool? = nil, resumedAtChunk: Int? = nil, loadMs: Int64? = nil,
        rowsPerSecond: Int64? = nil, findings: JSON.CallFindings? = nil
    ) {
        self.init(
            fileID: account.fileID.rawValue, name: account.name, kind: account.kind, state: account.state,
            entity: account.entityCode, switch: account.switchCode, layout: account.layout,
            compression: account.compression, bytes: account.bytes, sha256: account.sha256,
            receivedAt: account.receivedAt, statedAt: account.statedAt, closedAt: account.closedAt,
            closeNumber: account.closeNumber, read: account.read, rated: account.rated, unrated: account.unrated,
            duplicate: account.duplicates, stale: account.stale, rejected: account.rejected, changed: account.changed,
            rejectedBytes: account.rejectedBytes, callRows: account.callRows, readNs: account.readNanos,
            ratedNs: account.ratedNanos, unratedNs: account.unratedNanos, duplicateNs: account.duplicateNanos,
            replacedNs: account.reversedNanos, addsUp: account.addsUp, wasLoaded: wasLoaded,
            resumedAtChunk: resumedAtChunk, loadMs: loadMs, rowsPerSecond: rowsPerSecond, findings: findings,
            sourceFileID: account.sourceFileID?.rawValue, undoneForFileID: account.undoneForID?.rawValue,
            undoneBy: account.undoneBy, undoneBecause: account.undoneBecause, undoneAt: account.undoneAt,
            loadedAgainAsFileID: account.againFileID?.rawValue)
    }
}
