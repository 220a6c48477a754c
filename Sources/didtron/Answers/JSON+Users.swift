// Answers of the subject, from what its target gives.

import Accounts
import Contracts

extension JSON.User {
    init(_ found: AppUser) {
        self.init(
            user: found.mail, name: found.name, role: found.role.rawValue, state: found.state.rawValue,
            entity: found.entityCode, partner: found.partnerCode, hasSecondFactor: found.hasSecondFactor)
    }
}

extension JSON.APIToken {
    init(_ found: Accounts.APIToken, secret: String? = nil) {
        self.init(
            tokenID: found.tokenID, user: found.user, name: found.name, prefix: found.prefix, scopes: found.scopes,
            entities: found.entities, state: found.state, createdAt: found.createdAt, expiresAt: found.expiresAt,
            revokedAt: found.revokedAt, lastUsedAt: found.lastUsedAt, secret: secret)
    }
}
