import Glibc

/// A file as memory, for as long as this lives. Several processes that map one file share the memory.
///
/// Files that are replaced by renaming stay as they were for those who have them mapped; nobody may write into one.
@safe
package final class MappedFile: @unchecked Sendable {
    // Sendable: the memory is only read.

    /// Aligned to a page.
    package let bytes: UnsafeRawBufferPointer

    package init(_ path: String) throws(InputError) {
        let file = try FileDescriptor(reading: path)
        var status = stat()
        guard unsafe fstat(file.number, &status) == 0 else {
            throw InputError(.cannotRead, "\(path) cannot be read: \(SystemError.text(errno)).")
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
            throw InputError(.cannotRead, "\(path) is empty or no regular file; name a file that can be mapped.")
        }
        // All pages at once: every one of them is about to be checked.
        let memory = unsafe mmap(
            nil, Int(status.st_size), PROT_READ, Int32(MAP_SHARED | MAP_POPULATE), file.number, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            throw InputError(.cannotRead, "\(path) cannot be mapped: \(SystemError.text(errno)).")
        }
        unsafe bytes = UnsafeRawBufferPointer(start: memory, count: Int(status.st_size))
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }
}
