import Accounts
import Hummingbird

/// An address and what answers it. All of them together are the table that says who may do what.
struct Route: Sendable {
    enum Access: Sendable, Equatable {
        case everyone
        /// Somebody whose password was right, also before the code.
        case begun
        case signedIn
        case needs(Permission)
    }

    let method: HTTPRequest.Method
    let path: String
    let access: Access
    /// Whether a form with a file may be sent there.
    let takesFile: Bool
    let answer: @Sendable (PageRequest) async throws -> Response

    private init(
        method: HTTPRequest.Method, path: String, access: Access, takesFile: Bool = false,
        answer: @escaping @Sendable (PageRequest) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.takesFile = takesFile
        self.answer = answer
    }

    static func get(
        _ path: String, _ access: Access, _ answer: @escaping @Sendable (PageRequest) async throws -> Response
    ) -> Route {
        Route(method: .get, path: path, access: access, answer: answer)
    }

    static func post(
        _ path: String, _ access: Access, _ answer: @escaping @Sendable (PageRequest) async throws -> Response
    ) -> Route {
        Route(method: .post, path: path, access: access, answer: answer)
    }

    /// Of a form with a file, which is in `PageRequest.upload`. What the page leaves in its place is removed.
    static func upload(
        _ path: String, _ access: Access, _ answer: @escaping @Sendable (PageRequest) async throws -> Response
    ) -> Route {
        Route(method: .post, path: path, access: access, takesFile: true, answer: answer)
    }
}
