import Glibc

/// A file that appears whole or not at all: it is written beside its place and takes its name when it is finished. Devices,
/// pipes and standard output (`-`) are written directly.
package final class OutputFile {
    package let descriptor: FileDescriptor
    /// Where it is written until it is finished; nil where it is written directly.
    private var unfinished: String?
    private let path: String

    /// - Throws: `InputError` where it cannot be made.
    package init(_ path: String) throws(InputError) {
        let resolved = OutputFile.resolved(path)
        self.path = resolved
        if path == "-" {
            descriptor = .standardOutput
        } else if OutputFile.isFileOrFree(resolved) {
            let beside = "\(resolved).unfinished-\(getpid())"
            descriptor = try FileDescriptor(writing: beside, named: path)
            unfinished = beside
        } else {
            descriptor = try FileDescriptor(writing: resolved, named: path)
        }
    }

    /// Removes what was not finished.
    deinit { if let unfinished { unsafe _ = unlink(unfinished) } }

    /// Gives the file its name.
    package func finish() throws(InputError) {
        guard let beside = unfinished else { return }
        guard unsafe rename(beside, path) == 0 else {
            throw InputError(.cannotWrite, "\(path) cannot be written: \(SystemError.text(errno)).")
        }
        unfinished = nil
    }

    /// The path behind symbolic links, so that the file that they lead to is replaced and not the link.
    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    private static func isFileOrFree(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }
}
