import Foundation

/// How long a program takes until it has printed a line, and until its end.
enum SecondsToLine {
    /// - Parameter line: how the line begins.
    /// - Throws: `ChildRunError` where the program fails or never prints it.
    static func measure(_ arguments: [String], line: String) throws -> (toLine: Double, toEnd: Double) {
        let process = Process()
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        let pipe = Pipe()
        process.standardOutput = pipe
        let start = ContinuousClock.now
        try process.run()
        var text: [UInt8] = []
        var toLine: Double?
        let wanted = Array(("\n" + line).utf8)
        while true {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += data
            if toLine == nil, text.firstRange(of: wanted) != nil { toLine = start.duration(to: .now) / .seconds(1) }
        }
        process.waitUntilExit()
        let toEnd = start.duration(to: .now) / .seconds(1)
        guard process.terminationStatus == 0, let toLine else {
            throw ChildRunError(
                program: arguments[0], status: process.terminationStatus, errors: String(decoding: text, as: UTF8.self))
        }
        return (toLine, toEnd)
    }
}
