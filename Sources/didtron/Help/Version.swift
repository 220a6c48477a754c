/// The version of the program: what CHANGELOG.md calls it.
enum Version {
    static let text = "0.2.0"
}
