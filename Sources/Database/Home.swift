import Foundation

/// The folder in which an installation keeps what is its own: the private database and the received files.
public struct Home: Sendable, Equatable {
    /// Absolute.
    public let path: String

    /// Received files, by content.
    public var evidence: String { "\(path)/evidence" }
    /// Files that pages received and a job is to load, each in a folder of its own.
    public var uploads: String { "\(path)/uploads" }
    /// Lists that a job wrote to files, each in a folder of its own.
    public var exports: String { "\(path)/exports" }
    /// The private cluster.
    public var postgres: String { "\(path)/postgres" }

    /// A path that is not absolute is taken from the current folder.
    public init(path: String) {
        let absolute = path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
        self.path = (absolute as NSString).standardizingPath
    }

    /// `DIDTRON_HOME`; without it `/var/lib/didtron` for root, whose own folder no other user can enter, and
    /// `$XDG_DATA_HOME/didtron` or `~/.local/share/didtron` for everybody else.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        if let chosen = environment["DIDTRON_HOME"], !chosen.isEmpty {
            self.init(path: chosen)
        } else if ServerUser.isRoot {
            self.init(path: "/var/lib/didtron")
        } else if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            self.init(path: "\(data)/didtron")
        } else {
            self.init(path: "\(environment["HOME"] ?? NSHomeDirectory())/.local/share/didtron")
        }
    }
}
