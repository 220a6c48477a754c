import Hummingbird
import Mustache

/// The library of components: each in all its states, light and dark side by side, by the parts that pages use.
enum ComponentsPage {
    static let routes: [Route] = [.get("/components", .needs(.seeComponents), show)]

    /// One state or variant.
    struct Variant {
        var title: String
        /// A template over `model`.
        var template: String
        /// Made for each pane anew: ids are unique on a page.
        var model: (_ pane: String) -> Any
    }

    struct Specimen {
        var id: String
        var title: String
        /// What it is for, and what not.
        var use: String
        var variants: [Variant]
    }

    struct Group {
        var title: String
        var specimens: [Specimen]
    }

    // MARK: - As the page shows them

    private struct Pane {
        var theme: String
        var title: String
        var html: String
    }

    private struct Shown {
        var id: String
        var title: String
        var use: String
        var variants: [ShownVariant]
    }

    private struct ShownVariant {
        var title: String
        var panes: [Pane]
        var markup: String
    }

    private struct ShownGroup {
        var title: String
        var specimens: [Shown]
    }

    private struct Content {
        var header: PageHeader
        var groups: [ShownGroup]
    }

    /// What a part is rendered with: it finds the images by the shell.
    private struct Root {
        var shell: Shell
        var model: Any
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let entities = try await request.read { try Shell.entities(request, on: $0) }
        let shell = Shell(
            request, title: "Components",
            crumbs: [.billing, Shell.Crumb(title: "Components")],
            entities: entities)
        let groups = try (ComponentSamples.groups + [TokenSamples.group()]).map { group in
            ShownGroup(
                title: group.title,
                specimens: try group.specimens.map { try shown($0, shell, request.web.pages.library) })
        }
        return request.page(
            "components/index", shell, Content(header: PageHeader(title: "Components"), groups: groups))
    }

    private static func shown(_ specimen: Specimen, _ shell: Shell, _ library: MustacheLibrary) throws -> Shown {
        Shown(
            id: specimen.id, title: specimen.title, use: specimen.use,
            variants: try specimen.variants.enumerated().map { index, variant in
                let template = try MustacheTemplate(string: "{{#model}}\(variant.template){{/model}}")
                func html(_ theme: String) -> String {
                    template.render(
                        Root(shell: shell, model: variant.model("\(specimen.id)\(index)-\(theme)")), library: library)
                }
                return ShownVariant(
                    title: variant.title,
                    panes: [
                        Pane(theme: "light", title: "Light", html: html("light")),
                        Pane(theme: "dark", title: "Dark", html: html("dark")),
                    ],
                    markup: html("x").split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }.joined(
                        separator: "\n"))
            })
    }
}
