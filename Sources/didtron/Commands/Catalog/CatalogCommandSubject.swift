internal import Catalog

/// Which part of the catalog a command is about.
protocol CatalogCommandSubject {
    /// One of the list, for programs.
    associatedtype Answer: RowAnswer

    static var subject: CatalogSubject { get }
    /// Columns and habits of the file, for the help.
    static var fileFormat: String { get }
    /// One of its codes, for the help.
    static var exampleCode: String { get }
}
