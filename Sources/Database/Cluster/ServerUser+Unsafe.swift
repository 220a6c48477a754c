import Glibc
internal import Postgres

/// Whom the private server runs as: us, or, since PostgreSQL refuses root, somebody else if we are root.
struct ServerUser: Sendable {
    var uid: uid_t
    var gid: gid_t
    var name: String

    static var isRoot: Bool { geteuid() == 0 }

    /// The owner of an existing cluster, else `postgres`, else `nobody` if we are root; else us.
    init(ofFolder path: String) throws {
        let status = FileStatus(path)
        guard ServerUser.isRoot else {
            self.init(uid: geteuid(), gid: getegid())
            if let status, status.owner != uid {
                throw PostgresError(
                    .cluster, "The private database in \(path) belongs to user \(ServerUser.name(of: status.owner))",
                    reason: "server.of_another_user")
            }
            return
        }
        if let status, status.owner != 0 {
            self.init(uid: status.owner, gid: status.group)
            return
        }
        guard let user = ServerUser(named: "postgres") ?? ServerUser(named: "nobody") else {
            throw PostgresError(
                .cluster, "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody",
                reason: "server.no_user")
        }
        self = user
    }

    private init(uid: uid_t, gid: gid_t) {
        self.uid = uid
        self.gid = gid
        name = ServerUser.name(of: uid)
    }

    private init?(named name: String) {
        let record = unsafe ServerUser.record { entry, buffer, size, result in
            unsafe getpwnam_r(name, entry, buffer, size, result)
        }
        guard let record else { return nil }
        self = record
    }

    private static func name(of uid: uid_t) -> String {
        let record = unsafe record { entry, buffer, size, result in unsafe getpwuid_r(uid, entry, buffer, size, result)
        }
        return record?.name ?? "\(uid)"
    }

    private init(uid: uid_t, gid: gid_t, name: String) {
        self.uid = uid
        self.gid = gid
        self.name = name
    }

    /// What a lookup in the user database finds, nil if nothing.
    private static func record(
        _ lookUp: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> ServerUser? {
        var entry = unsafe passwd()
        var result: UnsafeMutablePointer<passwd>?
        // The strings of the entry live in this buffer, whose size is passed along.
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, unsafe lookUp(&entry, start, buffer.count, &result) == 0,
                unsafe result != nil
            else { return nil }
            return unsafe ServerUser(uid: entry.pw_uid, gid: entry.pw_gid, name: String(cString: entry.pw_name))
        }
    }

    /// The command line with which that user runs a program.
    func command(_ arguments: [String]) -> [String] {
        guard uid != geteuid() else { return arguments }
        return ["setpriv", "--reuid", "\(uid)", "--regid", "\(gid)", "--clear-groups"] + arguments
    }
}
