import Testing

@testable import Web

/// The contrast of the colours, worked out anew from the style sheet.
@Suite struct TokenSheetTests {
    @Test func `every pair of text and ground is as clear as it has to be, in both themes`() throws {
        let sheet = TokenSheet.own
        #expect(sheet.colours.count > 50)
        for pair in TokenSheet.pairs {
            let text = try #require(sheet[pair.text], "there is no --\(pair.text)")
            let ground = try #require(sheet[pair.ground], "there is no --\(pair.ground)")
            for (theme, ratio) in [
                ("light", TokenSheet.contrast(text.light, ground.light)),
                ("dark", TokenSheet.contrast(text.dark, ground.dark)),
            ] {
                #expect(ratio >= pair.least, "--\(pair.text) on --\(pair.ground), \(theme): \(ratio)")
            }
        }
    }

    @Test func `contrast is that of the guidelines`() {
        #expect(TokenSheet.contrast("#000000", "#ffffff") == 21)
        #expect((TokenSheet.contrast("#777777", "#ffffff") * 100).rounded() == 448)
    }
}
