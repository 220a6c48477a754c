/// A state in a word, a shape and a colour.
struct Badge: Sendable, Equatable {
    /// Of the ten grounds.
    enum Status: String, Sendable, CaseIterable {
        case draft, approved, issued, sent
        case partlyPaid = "partly-paid"
        case paid, overdue, disputed
        case void
        case failed
    }

    let status: String
    let shape: String
    let text: String
    /// What also holds, in plain words.
    var also: String?

    init(_ status: Status, _ text: String, also: String? = nil) {
        self.status = status.rawValue
        shape = status.rawValue
        self.text = text
        self.also = also
    }

    /// Of an invoice: the first that holds.
    init(
        invoice state: String, totalMinor: Int64, openMinor: Int64, creditedMinor: Int64 = 0, nettedMinor: Int64 = 0,
        writtenOffMinor: Int64 = 0, overdueDays: Int64 = 0
    ) {
        let isPart = openMinor < totalMinor
        switch state {
        case "void": self.init(.void, "Void")
        case "draft": self.init(.draft, "Draft")
        case "approved": self.init(.approved, "Approved")
        case _ where openMinor == 0:
            let word =
                creditedMinor == totalMinor
                ? "Credited"
                : nettedMinor == totalMinor ? "Netted" : writtenOffMinor == totalMinor ? "Written off" : "Paid"
            self.init(.paid, word)
        case _ where overdueDays > 0:
            self.init(.overdue, "Overdue", also: "\(overdueDays) d" + (isPart ? ", partly paid" : ""))
        case _ where isPart: self.init(.partlyPaid, "Partly paid")
        default: self.init(.issued, "Issued")
        }
    }

    /// Of a job.
    init(job state: String) {
        switch state {
        case "running": self.init(.issued, "Running")
        case "done": self.init(.paid, "Done")
        case "parked": self.init(.failed, "Failed")
        case "cancelled": self.init(.void, "Cancelled")
        default: self.init(.draft, "Waiting")
        }
    }
}
