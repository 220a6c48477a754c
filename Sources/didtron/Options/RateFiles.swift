import ArgumentParser

/// The three files that say what calls cost.
struct RateFiles: ParsableArguments {
    @Option(help: ArgumentHelp("Rates: deck_id,prefix,destination,effective_from,rate_per_min,…", valueName: "file"))
    var rates: String?

    @Option(help: ArgumentHelp("Customers: customer_id,deck_id", valueName: "file"))
    var customers: String?

    @Option(help: ArgumentHelp("Suppliers: supplier_id,deck_id", valueName: "file"))
    var suppliers: String?

    @OptionGroup var variants: VariantFiles

    /// The three of them, or nil where none was named.
    func chosen() throws -> (rates: String, customers: String, suppliers: String)? {
        if let rates, let customers, let suppliers { return (rates, customers, suppliers) }
        guard rates == nil, customers == nil, suppliers == nil else {
            throw ValidationError("--rates, --customers and --suppliers belong together: name all three.")
        }
        guard variants.paths.isEmpty else {
            throw ValidationError("--bands, --holidays, --origins and --states go with --rates.")
        }
        return nil
    }

    func validate() throws { _ = try chosen() }
}
