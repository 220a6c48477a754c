import ArgumentParser
import RateCards

/// How codes are written, which of several prices of a code is taken, and what holds for some codes alone.
struct DeckCodeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Country code of a deck of national codes, which goes before each that does not begin with + or 00; 1 for North "
                + "American area codes such as 201200.", valueName: "digits"))
    var countryCode: String?

    @Option(
        help: ArgumentHelp(
            "Prefix that is written before national codes and is no part of them, such as 0; none where it is one (Italy).",
            valueName: "digits|none"))
    var trunkPrefix: String?

    @Option(help: "Hyphen within codes such as 93-76: range of codes, or join the country code and the area code.")
    var codeHyphens: ReadingSettings.CodeHyphens?

    @Option(help: "Blanks within codes such as 336 07: join them to one code, or separate codes.")
    var codeBlanks: ReadingSettings.CodeBlanks?

    @Option(
        help:
            "Row that counts where several have one code and start: first, last, dearest or cheapest; otherwise all of them are refused."
    )
    var duplicates: ReadingSettings.Duplicates?

    @Option(
        help: ArgumentHelp(
            "Column with the prices of a time band, such as peak=#3 off_peak='Off-peak rate'; one for each band.",
            valueName: "band=column"))
    var bandPrice: [BandPriceArgument] = []

    @Option(
        help: ArgumentHelp(
            "Settings of some destinations (a name, * for any text) or codes (digits), whatever the deck says: "
                + "'Mexico*: increments=60/60', '5255: setup_fee=0.01, markup=5, minimum_s=30'. The first rule that fits decides.",
            valueName: "pattern:settings"))
    var rule: [DeckRule] = []

    func validate() throws {
        if let countryCode, !ReadingSettings.isCountryCode(countryCode) {
            throw ValidationError("--country-code is 1 to 7 digits without + or 0 before them, such as 49.")
        }
        if let trunkPrefix {
            guard ReadingSettings.isTrunkPrefix(trunkPrefix) else {
                throw ValidationError("--trunk-prefix is digits such as 0, or none.")
            }
        }
        if Set(bandPrice.map(\.band)).count < bandPrice.count {
            throw ValidationError("--band-price names a time band twice.")
        }
    }

    func apply(to settings: inout ReadingSettings) {
        settings.countryCode = countryCode
        settings.trunkPrefix = trunkPrefix
        settings.codeHyphens = codeHyphens
        settings.codeBlanks = codeBlanks
        settings.duplicates = duplicates
        if !bandPrice.isEmpty {
            settings.bandPrices = Dictionary(uniqueKeysWithValues: bandPrice.map { ($0.band, $0.column) })
        }
        if !rule.isEmpty { settings.rules = rule }
    }
}

/// `peak=#3`.
struct BandPriceArgument: ExpressibleByArgument {
    let band: String
    let column: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let band = VariantName.checked(String(parts[0]).lowercased()) else { return nil }
        self.band = band
        column = String(parts[1])
    }
}
