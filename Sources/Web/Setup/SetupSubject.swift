import Accounts
import Catalog
import Postgres

/// A part of the catalog as pages have it: in words, who may change it, and what its fields are called there.
struct SetupSubject: Sendable {
    let subject: CatalogSubject
    /// Title of the page.
    let title: String
    /// Noun for a single row.
    let one: String
    /// Sentence on its purpose.
    let purpose: String
    let permission: Permission
    /// Hints beside fields that do not explain themselves.
    var hints: [String: String] = [:]

    var slug: String { subject.plural }
    var path: String { "\(SetupPage.path)/\(slug)" }

    static let all: [SetupSubject] = [
        SetupSubject(
            subject: .partners, title: "Partners and terms", one: "partner",
            purpose: "Customers and suppliers with their currency, zone, cycle and terms, dated.",
            permission: .changeTerms,
            hints: [
                "role": "A new partner is a customer where nothing is said",
                "side": "Of a bilateral partner: whose terms these are; empty for both",
                "from": "First day of changed terms, where a period begins; empty for a new partner",
                "credit_limit": "In units of the currency", "zone": "Such as Europe/Vienna",
                "tax": "Code of a tax profile, or none",
            ]),
        SetupSubject(
            subject: .parties, title: "Legal names and addresses", one: "legal name",
            purpose: "Who entities and partners are by law: it goes on documents.", permission: .changeTerms,
            hints: [
                "partner": "Code; empty for the entity itself", "address": "Lines with ; between them",
                "tax_ids": "Such as ATU12345678, with ; between them", "country": "Two letters",
                "from": "First day on which it holds; empty for always",
            ]),
        SetupSubject(
            subject: .banks, title: "Bank accounts", one: "bank account",
            purpose: "Accounts by currency, ours and those of partners.", permission: .changeTerms,
            hints: ["partner": "Code; empty for an account of the entity"]),
        SetupSubject(
            subject: .contacts, title: "Contacts", one: "contact",
            purpose: "Whom to write to, by purpose.", permission: .changeTerms,
            hints: ["partner": "Code; empty for the entity itself"]),
        SetupSubject(
            subject: .accounts, title: "Accounts in calls", one: "account",
            purpose: "The names by which calls belong to partners.", permission: .changeRouting,
            hints: [
                "account": "As call records name it", "side": "Of a bilateral partner; else by its role",
                "kind": "Code where nothing is said", "product": "Needed where there are several",
            ]),
        SetupSubject(
            subject: .assignments, title: "Rate card assignments", one: "assignment",
            purpose: "Who is priced by which rate card, from when.", permission: .changeRouting,
            hints: [
                "from": "A day in the card's zone, or an instant; empty for always",
                "to": "The day or instant at which it ends", "product": "Needed where there are several",
            ]),
        SetupSubject(
            subject: .dids, title: "DIDs", one: "DID",
            purpose: "Numbers let to customers, with monthly and set-up fees.", permission: .changeRouting,
            hints: [
                "number": "Country code first", "from": "First day, in the customer's billing zone",
                "to": "Last day; none for no end", "currency": "That of the customer's agreement, as a check",
                "supplier": "Code, or none",
            ]),
        SetupSubject(
            subject: .taxes, title: "Tax profiles", one: "tax rate",
            purpose: "How what is sold or bought is taxed, a row for each rate and its first day.",
            permission: .changeSetup,
            hints: [
                "rate": "Percent", "sentence": "Printed on documents that are exempt or reverse charged",
                "from": "First day of the rate; empty for always",
            ]),
        SetupSubject(
            subject: .products, title: "Products", one: "product",
            purpose: "What is sold: routes by quality, inbound numbers.", permission: .changeSetup),
        SetupSubject(
            subject: .switches, title: "Switches", one: "switch",
            purpose: "Where calls come from, and how it writes numbers and times.", permission: .changeSetup,
            hints: ["zone": "Of times without an offset", "tech_prefixes": "With blanks between them"]),
        SetupSubject(
            subject: .entities, title: "Entities", one: "entity",
            purpose: "The companies that keep books here.", permission: .chooseEntity,
            hints: ["currency": "In which the books are kept; it cannot change", "zone": "Of its issue days"]),
    ]

    /// Fields of a form: a person works in one entity, so that it is not asked.
    var fields: [CatalogField] {
        subject.plural == CatalogSubject.entities.plural
            ? subject.fields : subject.fields.filter { $0.name != "entity" }
    }

    /// True of parts that partners have in all entities: their rows are shown to entities that work with the partner.
    var isOfPartners: Bool {
        [CatalogSubject.parties, .banks, .contacts].contains { $0.plural == subject.plural }
    }

    /// Codes of the partners of the session's entity.
    static func partners(_ request: PageRequest, on connection: Connection) throws -> Set<String> {
        let entity = request.session.entityCode
        return Set(
            try Catalog.list(.partners, on: connection).filter { $0["entity"] == entity }.compactMap { $0["partner"] })
    }

    /// An import of rows of the session's entity alone.
    func change(_ request: PageRequest, on connection: Connection) throws -> CatalogImport {
        var change = CatalogImport(subject, entity: request.session.entityCode)
        change.isConfined = subject.plural != CatalogSubject.entities.plural
        if isOfPartners { change.partners = try Self.partners(request, on: connection) }
        return change
    }

    static func title(of field: String) -> String {
        switch field {
        case "iban": return "IBAN"
        case "bic": return "BIC"
        case "correspondent_bic": return "BIC of the correspondent"
        case "number_uris": return "URIs as numbers"
        default:
            let words = field.replacing("_", with: " ")
            return words.prefix(1).uppercased() + words.dropFirst()
        }
    }
}
