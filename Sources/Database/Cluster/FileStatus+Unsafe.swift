import CPostgres
import Glibc
internal import Postgres

// The few calls on files that the private cluster needs with owners, modes and locks.

/// Owner and mode of a file.
struct FileStatus {
    var owner: uid_t
    var group: gid_t
    var mode: mode_t
    var bytes: Int64

    var isFolder: Bool { mode & S_IFMT == S_IFDIR }

    /// Nil if there is no such file or it cannot be looked at. A symbolic link is followed unless told otherwise.
    init?(_ path: String, followingLinks: Bool = true) {
        var status = stat()
        let answer = unsafe followingLinks ? stat(path, &status) : lstat(path, &status)
        guard answer == 0 else { return nil }
        owner = status.st_uid
        group = status.st_gid
        mode = status.st_mode
        bytes = Int64(status.st_size)
    }

    /// True if that user can pass through the folder.
    func canBeTraversed(by user: ServerUser) -> Bool {
        if owner == user.uid { return mode & S_IXUSR != 0 }
        if group == user.gid { return mode & S_IXGRP != 0 }
        return mode & S_IXOTH != 0
    }
}

/// Makes a folder that only `user` can enter.
func makePrivateFolder(_ path: String, owner user: ServerUser) throws {
    guard unsafe mkdir(path, 0o700) == 0 else {
        throw PostgresError(.cluster, "Cannot make the folder \(path): \(lastSystemError())")
    }
    guard unsafe geteuid() == user.uid || chown(path, user.uid, user.gid) == 0 else {
        throw PostgresError(.cluster, "Cannot give the folder \(path) to user \(user.name): \(lastSystemError())")
    }
}

/// Runs `body` while holding the lock file exclusively; waits for another program that holds it.
func withFileLock<T>(_ path: String, _ body: () throws -> T) throws -> T {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PostgresError(.cluster, "Cannot open \(path): \(lastSystemError())") }
    // Closing the file, also by the end of the program, releases the lock.
    defer { Glibc.close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { throw PostgresError(.cluster, "Cannot lock \(path): \(lastSystemError())") }
    }
    return try body()
}

/// Makes what was done below a folder survive a loss of power. One call for the whole file system costs less than one
/// for each of the thousand files of a new cluster.
func syncFileSystem(of path: String) throws {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw PostgresError(.cluster, "Cannot open \(path): \(lastSystemError())") }
    defer { Glibc.close(descriptor) }
    guard syncfs(descriptor) == 0 else { throw PostgresError(.cluster, "Cannot sync \(path): \(lastSystemError())") }
}

/// Bytes free for an ordinary user on the file system of `path`; nil if that cannot be told.
func freeBytes(at path: String) -> Int64? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    return Int64(status.f_bavail) * Int64(status.f_frsize)
}

/// Absolute, without links; the path itself if it does not exist.
func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
}

/// The target of a symbolic link; nil if it cannot be read.
func linkTarget(_ path: String) -> String? {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
        // readlink writes at most the capacity and no terminating zero.
        unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
            guard let start = characters.baseAddress else { return }
            count = unsafe max(0, readlink(path, start, characters.count))
        }
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
}
