import Foundation

/// The settings that the private server starts with, written anew at each start because memory and disk change.
struct ServerSettings: Sendable {
    /// `durable` gives up nothing that was committed; `disposable` is for tests.
    package enum Profile: Sendable { case durable, disposable }

    var profile: Profile
    var socketFolder: String
    /// Bytes of memory that may be used.
    var memoryBytes: Int64
    /// Bytes free where the data is.
    var diskFreeBytes: Int64

    /// The text of a `postgresql.conf`.
    package func text(hasLZ4: Bool) -> String {
        let mega: Int64 = 1 << 20
        func megabytes(_ bytes: Int64, from lowest: Int64, to highest: Int64) -> String {
            "\(min(max(bytes / mega, lowest), highest))MB"
        }
        var lines = [
            "# Written at each start. Put settings of your own into postgresql.conf, below the include of this file.",
            "listen_addresses = ''",
            "port = \(PrivateCluster.port)",
            "unix_socket_directories = '\(socketFolder.replacing("'", with: "''"))'",
            "unix_socket_permissions = 0700",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "log_line_prefix = '%m [%p] %q%u@%d '",
            "jit = off",
            "random_page_cost = 1.1",
            "wal_level = replica",
            // Of all its algorithms the fastest; pglz made the first read after a load ten times slower.
            "wal_compression = \(hasLZ4 ? "lz4" : "on")",
            // A year of day partitions with their indexes in one statement.
            "max_locks_per_transaction = 256",
        ]
        switch profile {
        case .durable:
            lines += [
                "max_connections = 100",
                "shared_buffers = \(megabytes(memoryBytes / 4, from: 128, to: 8192))",
                "effective_cache_size = \(megabytes(memoryBytes * 3 / 4, from: 256, to: 65536))",
                "maintenance_work_mem = \(megabytes(memoryBytes / 32, from: 64, to: 1024))",
                "work_mem = \(megabytes(memoryBytes / 512, from: 8, to: 64))",
                // A load writes its pages once, not after every checkpoint; an eighth of the free disk at most.
                "max_wal_size = \(megabytes(diskFreeBytes / 8, from: 1024, to: 8192))",
                "checkpoint_timeout = 15min",
                "wal_buffers = 64MB",
                "fsync = on",
                "full_page_writes = on",
                "synchronous_commit = on",
            ]
        case .disposable:
            lines += [
                "max_connections = 200",
                "shared_buffers = 128MB",
                "max_wal_size = 1GB",
                "fsync = off",
                "full_page_writes = off",
                "synchronous_commit = off",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Memory of the machine, or of the control group that we live in if that is less.
    static func availableMemoryBytes() -> Int64 {
        let machine = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
        let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
            // Where there is no control group, or no limit ("max"), the machine's memory counts.
            .compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
            .compactMap { Int64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            .filter { $0 > 0 }
        return ([machine] + limits).min() ?? machine
    }
}
