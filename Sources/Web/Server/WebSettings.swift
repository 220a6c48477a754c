import Vocabulary

/// How the server is to be run.
package struct WebSettings: Sendable {
    /// Address to listen on: the machine itself unless it is told otherwise.
    package var host = "127.0.0.1"
    /// 0 = any that is free.
    package var port = 8080
    /// Scheme, host and port by which people reach the server, without a slash at the end; nil = as it listens.
    package var publicURL: String?
    /// Proxies whose word about the client is taken (`X-Forwarded-For`).
    package var trustedProxies = TrustedProxies()
    /// Connections to the database, and so requests that work with it at a time.
    package var connections = 8
    /// Milliseconds after which a statement of a page is cancelled.
    package var statementMilliseconds = 10_000
    /// Bytes of a form.
    package var formBytesMax = 256 << 10
    /// Bytes of a file that is sent to a page.
    package var uploadBytesMax = 2_000_000_000
    /// Requests of the API that a token may send a minute, a tenth of them at once.
    package var apiRequestsPerMinute = 6_000
    /// For the footer.
    package var version = ProductVersion.text

    package init() {}

    /// Cookies go by HTTPS alone where people come by it.
    var hasSecureCookies: Bool { publicURL?.hasPrefix("https://") ?? false }
}
