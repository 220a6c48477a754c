/// Names for partners that do not exist.
enum CompanyNames {
    private static let first = [
        "Amber", "Arctic", "Atlas", "Aurora", "Baltic", "Basalt", "Beacon", "Birch", "Blue Harbour", "Cedar", "Cobalt",
        "Copper", "Coral", "Crescent", "Delta", "Eastgate", "Ember", "Falcon", "Fjord", "Granite", "Harbour", "Heron",
        "Indigo", "Iris", "Jade", "Juniper", "Kestrel", "Lagoon", "Lark", "Linden", "Lumen", "Maple", "Meridian",
        "Mistral",
        "Nimbus", "Northwind", "Oak", "Opal", "Orchid", "Osprey", "Pacific", "Palm", "Pioneer", "Quartz", "Raven",
        "Reef",
        "Sable", "Saffron", "Sierra", "Silverline", "Sirocco", "Solstice", "Summit", "Tamarind", "Teal", "Tern",
        "Tundra",
        "Umber", "Velvet", "Vertex", "Westbrook", "Willow", "Zenith", "Zephyr",
    ]
    private static let second = [
        "Telecom", "Voice", "Carrier Services", "Networks", "Communications", "Wholesale", "Global", "Connect", "Telco",
        "Transit", "Interconnect", "Lines", "Switching", "VoIP", "Routes", "Exchange",
    ]

    /// Name of company `number`; unique, with a numeral once all pairs are used.
    static func name(_ number: Int, seed: UInt64) -> String {
        let pairs = first.count * second.count
        // 389 is coprime to the number of pairs, so every pair comes once before any comes again.
        let pair = (number * 389 + Int(seed % UInt64(pairs))) % pairs
        let name = "\(first[pair % first.count]) \(second[pair / first.count])"
        return number < pairs ? name : "\(name) \(number / pairs + 1)"
    }
}
