extension JSON {
    /// A user of the pages.
    package struct User: Codable, Equatable, Sendable {
        /// Mail address.
        package var user: String
        package var name: String
        /// `super_admin`, `admin`, `finance`, `operations`, `read_only` or `customer`.
        package var role: String
        /// `invited`, `active` or `suspended`.
        package var state: String
        /// Nil = all.
        package var entity: String?
        /// The customer to whom the user belongs; nil for staff.
        package var partner: String?
        package var hasSecondFactor: Bool

        package init(
            user: String, name: String, role: String, state: String, entity: String? = nil, partner: String? = nil,
            hasSecondFactor: Bool
        ) {
            self.user = user
            self.name = name
            self.role = role
            self.state = state
            self.entity = entity
            self.partner = partner
            self.hasSecondFactor = hasSecondFactor
        }

        private enum CodingKeys: String, CodingKey {
            case user, name, role, state, entity, partner
            case hasSecondFactor = "has_second_factor"
        }
    }

    /// A link that lets a user in once.
    package struct SignInLink: Codable, Equatable, Sendable {
        /// Mail address.
        package var user: String
        /// `invitation` or `sign_in`.
        package var purpose: String
        /// To be put behind the address of the server.
        package var path: String
        package var expiresAt: String

        package init(user: String, purpose: String, path: String, expiresAt: String) {
            self.user = user
            self.purpose = purpose
            self.path = path
            self.expiresAt = expiresAt
        }

        private enum CodingKeys: String, CodingKey {
            case user, purpose, path
            case expiresAt = "expires_at"
        }
    }
}
