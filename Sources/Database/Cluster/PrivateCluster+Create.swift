import Foundation
import Glibc
internal import Postgres

extension PrivateCluster {
    /// Makes the folder, owned by the server's user, who must be able to get there.
    func prepareFolder() throws {
        // Whose it is explains more than that its lock cannot be opened.
        _ = try ServerUser(ofFolder: folder)
        let parent = (folder as NSString).deletingLastPathComponent
        do {
            // As root the server's user passes through it; otherwise it is nobody else's business.
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true,
                attributes: [.posixPermissions: ServerUser.isRoot ? 0o755 : 0o700])
        } catch {
            throw PostgresError(
                .cluster, "Cannot make the folder \(parent): \(lastSystemError())",
                reason: "server.folder")
        }
        try withFileLock(lock) {
            let user = try ServerUser(ofFolder: folder)
            if let blocked = ancestors(of: folder).first(where: { FileStatus($0)?.canBeTraversed(by: user) == false }) {
                throw PostgresError(
                    .cluster,
                    "The private database runs as user \(user.name), who cannot pass through \(blocked) to \(folder)",
                    reason: "server.folder_out_of_reach")
            }
            if FileStatus(folder) == nil { try makePrivateFolder(folder, owner: user) }
            if socketFolder != folder && FileStatus(socketFolder, followingLinks: false) == nil {
                try makePrivateFolder(socketFolder, owner: user)
            }
            try checkSocketFolder()
        }
    }

    /// Makes the cluster and the product's database if there is none. The data folder appears under its name when all
    /// of it is there, so that a kill leaves nothing half made.
    func create(_ programs: ServerPrograms, _ user: ServerUser) throws {
        guard FileStatus(data) == nil else { return }
        let unfinished = "\(folder)/data.unfinished"
        if FileStatus(unfinished) != nil { try FileManager.default.removeItem(atPath: unfinished) }
        let initdb = [
            programs.path("initdb"), "-D", unfinished, "-U", PrivateCluster.userName, "-A", "trust", "--no-locale",
            "-E", "UTF8", "--data-checksums", "--no-sync",
        ]
        let failing = "The private database cannot be created in \(folder)"
        try runServerProgram(initdb, user, failing: failing)
        try append("\ninclude_if_exists = 'didtron.conf'\n", to: "\(unfinished)/postgresql.conf")
        // In single-user mode errors are only printed.
        let output = try runServerProgram(
            [programs.path("postgres"), "--single", "-F", "-D", unfinished, "template1"], user,
            input:
                "CREATE ROLE \(PrivateCluster.loginName) LOGIN NOINHERIT\nCREATE DATABASE \(PrivateCluster.databaseName)\n",
            failing: failing)
        guard !output.contains("ERROR:") else { throw PostgresError(.cluster, "\(failing): \(oneLine(output))") }
        // First everything below it, then the name.
        if profile == .durable { try syncFileSystem(of: folder) }
        guard unsafe rename(unfinished, data) == 0 else {
            throw PostgresError(.cluster, "\(failing): \(lastSystemError())")
        }
        if profile == .durable { try syncFileSystem(of: folder) }
    }

    private func append(_ text: String, to path: String) throws {
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw PostgresError(.cluster, "Cannot write \(path): \(lastSystemError())")
        }
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    /// The folders above a path, from the root.
    private func ancestors(of path: String) -> [String] {
        var folders: [String] = []
        var folder = (resolved((path as NSString).deletingLastPathComponent) as NSString)
        while folder.length > 1 {
            folders.append(folder as String)
            folder = folder.deletingLastPathComponent as NSString
        }
        return folders.reversed()
    }
}
