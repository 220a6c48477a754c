import Foundation
import Glibc

/// Stream sockets with a name in the file system.
enum UnixSocket {
    static func listen(_ path: String) throws -> Int32 {
        let descriptor = try make()
        try unsafe withAddress(path) { address, length in
            guard unsafe bind(descriptor, address, length) == 0, Glibc.listen(descriptor, 64) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
        }
        return descriptor
    }

    static func connect(_ path: String) throws -> Int32 {
        let descriptor = try make()
        try unsafe withAddress(path) { address, length in
            guard unsafe Glibc.connect(descriptor, address, length) == 0 else {
                close(descriptor)
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
        }
        return descriptor
    }

    /// The next bytes; nil at the end.
    static func read(_ descriptor: Int32) -> [UInt8]? {
        while true {
            var failure: Int32 = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                // recv writes at most the capacity.
                let received = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
                failure = received < 0 ? errno : 0
                count = max(0, received)
            }
            if failure == EINTR { continue }
            return bytes.isEmpty ? nil : bytes
        }
    }

    /// False where the other side is gone.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            // The bytes behind those that are sent.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe send(
                    descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func make() throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return descriptor
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        // The last byte of the name stays zero.
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { throw POSIXError(.ENAMETOOLONG) }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        try unsafe withUnsafePointer(to: &address) { pointer in
            // A sockaddr_un begins with what a sockaddr is.
            try unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
