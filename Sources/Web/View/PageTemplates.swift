import Mustache
import Vocabulary

/// The templates of all pages, parsed once.
struct PageTemplates: Sendable {
    let library: MustacheLibrary
    let names: [String]

    /// - Throws: what is wrong with a template, with its name.
    init() throws {
        var library = MustacheLibrary()
        var names: [String] = []
        for file in Assets.texts(in: "Templates") {
            let name = String(file.name.dropLast(".mustache".count))
            do { try library.register(file.text, named: name) } catch {
                throw Refusal(.invalid, "template.damaged", "The template \(name) cannot be read: \(error)")
            }
            names.append(name)
        }
        self.library = library
        self.names = names
    }

    func render(_ name: String, _ model: Any) -> String {
        guard let text = library.render(model, withTemplate: name) else {
            preconditionFailure("there is no template \(name)")
        }
        return text
    }
}
