/// The version of the programs: what CHANGELOG.md calls it.
public enum ProductVersion {
    public static let text = "0.2.0"
}
