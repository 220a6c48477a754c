/// What is counted, in the number that it has: `row` of one, `rows` of none or several.
package enum CountedNoun {
    /// - Parameter noun: one of them, in regular words: `call`, `prefix`, `entry`, `refused row`.
    package static func of(_ noun: String, _ count: Int64) -> String {
        if count == 1 { return noun }
        if ["s", "x", "ch", "sh"].contains(where: noun.hasSuffix) { return noun + "es" }
        guard noun.hasSuffix("y"), let before = noun.dropLast().last, !"aeiou".contains(before) else {
            return noun + "s"
        }
        return noun.dropLast() + "ies"
    }
}
