/// A column of a CDR file: its heading, what stands in it, and what it is taken for.
public struct CallFileColumn: Sendable, Encodable {
    /// From 1.
    public let number: Int
    /// Empty where the file has no header.
    public let heading: String
    /// The first values that differ, at most three.
    public let samples: [String]
    /// Name of the field; nil = the column is not used.
    public internal(set) var meaning: String?

    /// All values of the sample that are not empty.
    let values: [String]

    init(number: Int, heading: String, values: [String]) {
        self.number = number
        self.heading = heading
        self.values = values.filter { !$0.isEmpty }
        var samples: [String] = []
        for value in self.values where samples.count < 3 && !samples.contains(value) { samples.append(value) }
        self.samples = samples
    }

    private enum CodingKeys: String, CodingKey { case number, heading, samples, meaning }

    /// `3 ('Dialled')`
    var title: String { heading.isEmpty ? "\(number)" : "\(number) ('\(heading)')" }

    /// By which a layout names it.
    var name: String { heading.isEmpty || heading.contains("+") || heading.hasPrefix("#") ? "#\(number)" : heading }

    /// True of values that are written like telephone numbers.
    var isOfNumbers: Bool {
        let like = values.count { value in
            let digits = value.count { $0.isNumber }
            return digits >= 6 && digits <= 18 && value.allSatisfy { $0.isNumber || "+-() .".contains($0) }
        }
        return !values.isEmpty && like * 10 >= values.count * 6
    }

    /// True of small whole numbers and clock times, as durations are.
    var isOfDurations: Bool {
        !values.isEmpty
            && values.allSatisfy { value in
                let isClock = value.contains(":") && value.allSatisfy { $0.isNumber || $0 == ":" } && value.count <= 8
                let isNumber = value.utf8.count <= 6 && value.allSatisfy { $0.isNumber || $0 == "." }
                return isClock || isNumber && value.first != "."
            }
    }

    var isOfClocks: Bool { !values.isEmpty && values.allSatisfy { $0.contains(":") } }
}

/// The words by which columns of CDR files are known.
enum CallFileHeading {
    /// Small letters and digits only, the surest first.
    private static let names: [(CallLayout.Field, [String])] = [
        (
            .callID,
            [
                "callid", "uniqueid", "uuid", "cdrid", "recordid", "sessionid", "callreference", "callref", "calluuid",
                "id",
            ]
        ),
        (.leg, ["leg", "branch", "branchidx", "legid"]),
        (
            .customer,
            [
                "customerid", "customer", "account", "accountcode", "accountid", "client", "clientid", "clientname",
                "customername", "accountname", "user", "userid", "subscriber",
            ]
        ),
        (
            .supplier,
            [
                "supplierid", "supplier", "vendor", "vendorid", "provider", "providerid", "carrier", "carrierid",
                "vendorname",
                "termcarrier", "gatewayout", "trunkout",
            ]
        ),
        (
            .calling,
            [
                "calling", "callingnumber", "caller", "callerid", "callernumber", "src", "source", "sourcenumber",
                "from",
                "fromnumber", "ani", "cli", "clid", "anumber", "calleridnumber", "originator", "originatingnumber",
                "callingparty",
                "callingpartynumber", "anum",
            ]
        ),
        (
            .called,
            [
                "called", "callednumber", "dst", "destination", "destinationnumber", "to", "tonumber", "dnis",
                "bnumber", "dialed",
                "dialled", "dialednumber", "dialledNumber".lowercased(), "calledparty", "calledpartynumber",
                "dialeddigits",
                "terminatingnumber", "callee", "bnum", "destnumber", "calledstationid",
            ]
        ),
        (
            .startTime,
            [
                "starttime", "start", "calldate", "startdate", "startstamp", "setuptime", "calltime", "datetime",
                "begintime",
                "begin", "starttimestamp", "timestamp", "callstart", "startedat", "date", "time", "dt", "initiated",
            ]
        ),
        (
            .answerTime,
            [
                "answertime", "answer", "answered", "connecttime", "connected", "answerstamp", "answeredat", "pickup",
                "answerdate",
            ]
        ),
        (
            .endTime,
            [
                "endtime", "end", "stoptime", "stop", "enddate", "endstamp", "disconnecttime", "releasetime", "hangup",
                "hanguptime", "endedat", "finish", "callend", "endtimestamp", "disconnect",
            ]
        ),
        (
            .duration,
            [
                "billsec", "billseconds", "billedseconds", "billableseconds", "billduration", "billablesec", "talktime",
                "conversationtime", "durations", "durationsec", "durationseconds", "callduration",
                "calldurationseconds",
                "duration", "seconds", "secs", "length", "calllength", "durationms", "durationmillis", "usage",
            ]
        ),
        (
            .ringTime,
            ["rings", "ringtime", "ringseconds", "ringing", "ringduration", "ringsec", "alertingtime", "waitsec"]
        ),
        (.sipCode, ["sipcode", "sipresponse", "responsecode", "releasecode", "sipstatus"]),
        (.ingressAddress, ["ingressip", "sourceip", "srcip", "ip", "ipaddress", "remoteip", "originip"]),
        (.routing, ["lrn", "lrnnumber", "routingnumber"]),
        (.postDialDelay, ["pdd", "pddms", "postdialdelay"]),
    ]

    static func normalised(_ heading: String) -> String {
        String(heading.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
    }

    /// The field that a heading names, and how far down the list: the lower, the surer. Nil = none.
    static func field(_ heading: String) -> (field: CallLayout.Field, rank: Int)? {
        let name = normalised(heading)
        for (field, known) in names {
            if CallFileHeading.normalised(field.rawValue) == name { return (field, -1) }
            if let rank = known.firstIndex(of: name) { return (field, rank) }
        }
        return nil
    }
}
