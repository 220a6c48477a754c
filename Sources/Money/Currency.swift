/// A currency of ISO 4217 with the number of decimals of its minor unit.
public struct Currency: Hashable, Sendable {
    /// Three capital letters: `USD`.
    public let code: String
    /// Decimals of the minor unit: 2 for USD, 0 for JPY, 3 for KWD.
    public let minorDigits: Int

    /// Nil unless `code` is in the table; small letters are taken as capitals.
    public init?(code: some StringProtocol) {
        let code = code.uppercased()
        guard let minorDigits = Currency.minorDigitsByCode[code] else { return nil }
        self.code = code
        self.minorDigits = minorDigits
    }

    /// Decimals of the minor unit of a currency; as many as most have where there is no such currency.
    public static func minorDigits(of code: some StringProtocol) -> Int { Currency(code: code)?.minorDigits ?? 2 }

    /// Micros (10^-6 of a unit) in one minor unit: 10,000 for USD, 1,000,000 for JPY.
    public var microsPerMinorUnit: Int64 {
        (minorDigits..<DecimalText.microDecimals).reduce(1) { power, _ in power * 10 }
    }

    /// All of them, by code.
    public static var all: [Currency] {
        minorDigitsByCode.keys.sorted().compactMap { Currency(code: $0) }
    }

    // ISO 4217 list one, without metals, testing codes and units of account of banks.
    private static let minorDigitsByCode: [String: Int] = {
        let codesByMinorDigits = [
            0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
            2: """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
            CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
            GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
            MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR
            RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD
            TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
            """,
            3: "BHD IQD JOD KWD LYD OMR TND",
            4: "CLF UYW",
        ]
        var minorDigitsByCode: [String: Int] = [:]
        for (minorDigits, codes) in codesByMinorDigits {
            for code in codes.split(whereSeparator: \.isWhitespace) { minorDigitsByCode[String(code)] = minorDigits }
        }
        return minorDigitsByCode
    }()
}

extension Currency: CustomStringConvertible {
    public var description: String { code }
}
