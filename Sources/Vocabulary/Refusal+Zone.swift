extension Refusal {
    /// The machine's list of time zones lacks one that is in use.
    public static func zoneIsNotInstalled(_ zone: String) -> Refusal {
        Refusal(
            .unavailable, "zone.not_installed", "Zone \(zone) is not known on this machine", facts: ["zone": zone])
    }
}
