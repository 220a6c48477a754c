extension JSON {
    /// Example files that were written, and the commands that read them.
    package struct ExampleWritten: Codable, Equatable, Sendable {
        package var folder: String
        package var files: [ExampleFile]
        /// In their order.
        package var commands: [ExampleCommand]

        package init(
            folder: String, files: [ExampleFile], commands: [ExampleCommand]
        ) {
            self.folder = folder
            self.files = files
            self.commands = commands
        }
    }

    /// A file, and what it is for.
    package struct ExampleFile: Codable, Equatable, Sendable {
        package var name: String
        package var purpose: String

        package init(
            name: String, purpose: String
        ) {
            self.name = name
            self.purpose = purpose
        }
    }

    /// A command line, and what it is for.
    package struct ExampleCommand: Codable, Equatable, Sendable {
        package var command: String
        package var purpose: String

        package init(
            command: String, purpose: String
        ) {
            self.command = command
            self.purpose = purpose
        }
    }
}
