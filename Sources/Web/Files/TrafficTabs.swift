/// The views of traffic, one beside the other.
enum TrafficTabs {
    static func at(_ path: String) -> Tabs {
        let links = [
            (FileListPage.path, "Files"), (SuspensePage.path, "Suspense"), (UsagePage.path, "Usage"),
            (CallFindPage.path, "Find"),
        ]
        return Tabs(
            label: "Calls",
            links: links.map { Tabs.Link(title: $0.1, href: $0.0, count: nil, isCurrent: $0.0 == path) })
    }

    static let crumbs = [
        .billing, Shell.Crumb(title: "Calls", href: FileListPage.path),
    ]
}
