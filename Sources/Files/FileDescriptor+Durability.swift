import Glibc

extension FileDescriptor {
    /// Makes a file that was not there.
    package convenience init(creating path: String) throws(InputError) {
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard number >= 0 else {
            throw InputError(.cannotWrite, "\(path) cannot be written: \(SystemError.text(errno)).")
        }
        self.init(number: number, name: path, isOwned: true)
    }

    /// Opens a folder, to lock it or to bring its names to the disk.
    package convenience init(folder path: String) throws(InputError) {
        let number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else {
            throw InputError(.cannotOpen, "\(path) cannot be opened: \(SystemError.text(errno)).")
        }
        self.init(number: number, name: path, isOwned: true)
    }

    /// Returns once content and names are on the disk.
    package func synchronize() throws(InputError) {
        if fsync(number) != 0 {
            throw InputError(.cannotWrite, "\(name) cannot be brought to the disk: \(SystemError.text(errno)).")
        }
    }

    /// Holds the lock of this file from now until the descriptor is closed; waits while somebody else holds it.
    package func lock() {
        while flock(number, LOCK_EX) != 0, errno == EINTR {}
    }

    /// Whether nobody else holds the lock of this file; if so, it is held from now until the descriptor is closed.
    package func tryLock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }
}

extension FileDescriptor {
    /// Tells if some process has the file open for writing, as far as the system knows: a lease for reading is only given where
    /// nobody has. Of files that belong to somebody else it does not tell.
    package static func isOpenForWriting(_ path: String) -> Bool {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return false }
        defer { close(number) }
        // F_SETLEASE, which the module does not show. Closing the descriptor gives the lease back.
        return fcntl(number, 1_024, F_RDLCK) != 0 && errno == EAGAIN
    }
}
