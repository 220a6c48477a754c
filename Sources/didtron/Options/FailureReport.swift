import ArgumentParser
import Contracts
import Foundation
internal import Postgres
import RateCards
internal import Vocabulary

/// What the user sees of an error that ends a command: one sentence on standard error, and an exit status of 1 (64 for
/// a command line that cannot be understood).
enum FailureReport {
    /// Ends the program. Help, versions and wrong command lines are left to the argument parser.
    static func exit(with error: any Error) -> Never {
        StopSignals.waitIfEnding()
        if error is ExitCode || error is CleanExit || Didtron.exitCode(for: error) != .failure {
            if !(error is ExitCode || error is CleanExit) {
                showJSON(of: error, exitStatus: Didtron.exitCode(for: error).rawValue)
            }
            Didtron.exit(withError: error)
        }
        let sentence = ChoiceWording.options(in: sentence(for: error))
        FileHandle.standardError.write(
            Data("\(Terminal.styled("didtron:", .red, on: STDERR_FILENO)) \(sentence)\n".utf8))
        showJSON(of: error, exitStatus: ExitCode.failure.rawValue)
        Didtron.exit(withError: ExitCode.failure)
    }

    /// Prints the error as JSON where that was asked for, unless the command has answered already.
    private static func showJSON(of error: any Error, exitStatus: Int32) {
        guard CommandLine.arguments.prefix(while: { $0 != "--" }).contains("--json"), !JSONOutput.hasPrinted else {
            return
        }
        // An answer that cannot be printed leaves the sentence, which is on standard error.
        try? JSONOutput.print(JSON.Failure(error: JSON.FailureCause(error, exitStatus: exitStatus)))
    }

    /// The error in words, with the file that it is about where there is one; of a refusal with what to do about it.
    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as DecodingError: return sentence(for: error)
        // All of its rows.
        case let error as RowsRefused: return ChoiceWording.options(in: error.description)
        case let error as PostgresError: return sentence(for: error)
        default: if let refusal = Refusal(error) { return Remedy.sentence(for: refusal) }
        }
        // Our own errors describe themselves; those of Foundation do it in their user info.
        guard type(of: error) == NSError.self || error is CocoaError || error is POSIXError || error is URLError else {
            return (error as? any LocalizedError)?.errorDescription ?? "\(error)"
        }
        let details = error as NSError
        let path = details.userInfo[NSFilePathErrorKey] as? String ?? (details.userInfo[NSURLErrorKey] as? URL)?.path
        let cause = (details.userInfo[NSUnderlyingErrorKey] as? NSError) ?? details
        let reason =
            cause.domain == NSPOSIXErrorDomain
            ? unsafe String(cString: strerror(Int32(clamping: cause.code))) : details.localizedDescription
        return path.map { "\($0): \(reason)" } ?? reason
    }

    /// Of what SQL or a constraint refuses in our words; of any other error in the server's, which has its own advice.
    private static func sentence(for error: PostgresError) -> String {
        guard let refusal = Refusal(error), error.sqlState?.hasPrefix("DT") == true || error.constraint != nil else {
            return Remedy.sentence(for: error)
        }
        let sentence = Remedy.sentence(for: refusal)
        // SQL begins its sentences small, to stand behind what was being done.
        return error.context.map { "\($0): \(sentence)" } ?? sentence.prefix(1).uppercased() + sentence.dropFirst()
    }

    private static func sentence(for error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty ? "" : " at " + context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context): "The JSON lacks \(key.stringValue)\(place(context))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "The JSON cannot be read\(place(context)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }
}
