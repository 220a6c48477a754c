import Foundation
import Hummingbird

/// A sentence about what was done, told once on the page behind a redirect.
struct Flash: Sendable, Codable, Equatable {
    enum Kind: String, Sendable, Codable { case ok, warn, error }

    var kind = Kind.ok
    var text: String
    /// A link to it: its words and its path.
    var linkText: String?
    var href: String?

    static let cookieName = "didtron-flash"

    /// As a cookie that goes with one redirect.
    func cookie(secure: Bool) -> Cookie? {
        guard let json = try? JSONEncoder().encode(self) else { return nil }
        return Cookie(
            name: Self.cookieName, value: FormFields.encoded(String(decoding: json, as: UTF8.self)), maxAge: 60,
            path: "/",
            secure: secure, httpOnly: true, sameSite: .lax)
    }

    init(_ text: String, kind: Kind = .ok, linkText: String? = nil, href: String? = nil) {
        self.kind = kind
        self.text = text
        self.linkText = linkText
        self.href = href
    }

    init?(_ cookies: Cookies) {
        guard let value = cookies[Self.cookieName]?.value.removingPercentEncoding,
            let flash = try? JSONDecoder().decode(Flash.self, from: Data(value.utf8))
        else { return nil }
        self = flash
        // Only within these pages.
        if let href, !href.hasPrefix("/") || href.hasPrefix("//") { self.href = nil }
    }
}
