import ArgumentParser

/// How a command prints its answer.
struct PrintOptions: ParsableArguments {
    @Flag(help: "Print JSON, refusals included.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print only errors and requested data.")
    var quiet = false

    func validate() throws { Notices.areQuiet = Notices.areQuiet || quiet }

    /// Prints the answer of a command that does something: as JSON, or as sentences unless they are not wanted.
    func show(_ answer: some Encodable, _ sentences: String...) throws {
        if json { return try JSONOutput.print(answer) }
        say(sentences.joined(separator: "\n"))
    }

    /// Prints a sentence, unless none is wanted.
    func say(_ sentence: String) {
        if !quiet { print(sentence) }
    }
}
