import ArgumentParser

/// Prints what psql connects with.
struct DatabaseURLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url", abstract: "Print the URL of the database, for psql \"$(didtron db url)\".",
        discussion: "The private database is started. A password in DATABASE_URL is left out.")

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let located = try database.located()
        print(try (located.isPrivate ? database.open() : located).urlWithoutPassword)
    }
}
