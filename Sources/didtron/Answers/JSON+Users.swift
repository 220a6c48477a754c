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
