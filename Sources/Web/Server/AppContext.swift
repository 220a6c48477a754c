import Accounts
import Hummingbird
import Logging
import NIOCore

/// The circumstances of a request: client, session, preferences.
struct AppContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Of the client, as far as it can be believed.
    var address: String
    let client: ClientPresence.Watch
    var session: UserSession?
    /// Holder of the token with which the request came.
    var holder: APITokenHolder?
    /// Waiting work of the user, and the result of the last check of the books.
    var news = ShellNews()
    /// Of the cookie, where there is one.
    var token: SecretToken?
    var preferences = Preferences()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "local"
        client = ClientPresence.Watch(source.channel)
    }
}

/// How a person wants to see pages, kept in cookies.
struct Preferences: Sendable, Equatable {
    /// `light`, `dark` or, for that of the system, nil.
    var theme: String?
    var isCompact = false

    init() {}

    init(_ cookies: Cookies) {
        let stated = cookies["didtron-theme"]?.value
        theme = ["light", "dark"].contains(stated) ? stated : nil
        isCompact = cookies["didtron-density"]?.value == "compact"
    }
}
