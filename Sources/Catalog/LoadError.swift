/// What the database holds contradicts itself or the evidence: a fault, and nobody's no.
package struct LoadError: Error, CustomStringConvertible {
    package var description: String

    package init(inconsistent description: String) { self.description = description }
}
