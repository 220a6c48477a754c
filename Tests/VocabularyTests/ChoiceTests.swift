import Testing
import Vocabulary

@Suite struct ChoiceTests {
    private func worded(_ sentence: String) -> String {
        Choice.worded(in: sentence) { "[\($0.name.rawValue)=\($0.value ?? "")]" }
    }

    @Test func `a surface words the choices of a sentence and leaves the rest alone`() {
        #expect(worded("state \(Choice(.feeDivisor, "100")), or 1") == "state [fee_divisor=100], or 1")
        #expect(worded("see \(Choice(.increments))") == "see [increments=]")
        #expect(worded("\(Choice(.sheet, "'My Rates'"))\(Choice(.amend))") == "[sheet='My Rates'][amend=]")
        #expect(worded("none") == "none")
    }

    @Test func `what is no choice stays as it is`() {
        #expect(worded("the column ‹Preis› and ‹open") == "the column ‹Preis› and ‹open")
        #expect(worded("‹› a › b") == "‹› a › b")
    }

    @Test func `each choice is read as it is written`() {
        for name in Choice.Name.allCases {
            #expect(worded("\(Choice(name, "x y"))") == "[\(name.rawValue)=x y]")
        }
    }
}
