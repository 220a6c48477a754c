internal import Files
import Glibc
package import Rating
package import Vocabulary

/// Tariffs on disk: written whole or not at all, and mapped by whoever rates with them.
package enum TariffFile {
    /// Writes a tariff and returns the size of the file in bytes.
    ///
    /// The file appears under its name once all of it is on the disk, in place of one that was there; those who have that
    /// one mapped keep it.
    ///
    /// - Throws: `TariffImageError` for a tariff that cannot be saved, `InputError`.
    package static func save(_ tariff: Tariff, facts: TariffFacts, to path: String) throws -> Int {
        let image = try TariffImage(of: tariff, facts: facts)
        let file = try OutputFile(path)
        unsafe try image.forEachPiece { unsafe try file.descriptor.write($0) }
        try file.descriptor.synchronize()
        try file.finish()
        try FileDescriptor(folder: folder(of: path)).synchronize()
        return image.byteCount
    }

    /// Maps a tariff that `save` has written, and checks it.
    ///
    /// - Throws: `InputError`; `TariffFileError` for a file that is no such tariff, not of this version, or not whole.
    package static func open(_ path: String) throws -> (tariff: Tariff, facts: TariffFacts, bytes: Int) {
        let file = try MappedFile(path)
        do throws(TariffImageError) {
            let (tariff, facts) = unsafe try TariffImage.open(file.bytes, owner: file)
            return (tariff, facts, unsafe file.bytes.count)
        } catch {
            throw TariffFileError(path: path, cause: error)
        }
    }

    /// SHA-256 of a file that a tariff is compiled from.
    package static func digest(of file: [UInt8]) -> [UInt8] { SHA256.digest(of: file) }

    /// One hash for the files that a tariff is compiled from, of their digests in their order.
    package static func hash(of digests: [[UInt8]]) -> [UInt8] {
        SHA256.digest(of: Array("rate files 1\0".utf8) + digests.flatMap(\.self))
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// A file that is no usable tariff.
package struct TariffFileError: Error, CustomStringConvertible {
    package let path: String
    package let cause: TariffImageError

    package var description: String { "\(path) cannot be used as a tariff. \(cause)." }
}

extension TariffFileError: ConvertibleToRefusal {
    package var refusal: Refusal? {
        cause.refusal.map { refusal in
            var refusal = refusal
            refusal.message = "\(path) cannot be used as a tariff. \(refusal.message)"
            return refusal
        }
    }
}
