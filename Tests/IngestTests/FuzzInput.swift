@testable import CallRecords

/// What the fuzzer's bytes stand for: the first chooses the layout, the next two where the text is cut, the rest is text.
///
/// Files of layouts with a header get the header of our own sample, unless the first byte's upper bit is set: then the text
/// is the whole file, whose header the layout is bound to.
struct FuzzInput {
    let layout: BoundLayout
    let text: [UInt8]
    let cuts: [Int]

    static let layouts: [CallLayout] = [.canonical, .asterisk, .freeSWITCH, .connexCS, .ciscoCUCM] + variations

    /// The same with other settings: every branch of the parser belongs to some layout.
    private static let variations: [CallLayout] = {
        var lenient = CallLayout.canonical
        lenient.quoting = .lenient
        var unquoted = CallLayout.canonical
        unquoted.quoting = .none
        unquoted.delimiter = 0x3B
        var planned = CallLayout.canonical
        var plan = NumberPlan()
        plan.internationalPrefixes = ["00", "011"]
        plan.techPrefixes = ["99#", "12"]
        plan.homeCountry = "44"
        plan.nationalPrefix = "0"
        plan.nationalDigits = 9...10
        plan.separators = " .-()/"
        plan.readsURIs = true
        plan.anonymous = ["anonymous", "0000000000"]
        planned.numbers = plan
        var trimmed = CallLayout.canonical
        trimmed.trimsBlanks = true
        trimmed.durationFormat = .milliseconds
        return [lenient, unquoted, planned, trimmed]
    }()

    /// Europe's summer time of 2026.
    private static let zone = ZoneOffsets(checking: [1_774_746_000, 1_792_890_000], offsets: [3_600, 7_200, 3_600])!

    private static let headers: [[UInt8]] = layouts.map { layout in
        switch layout.name {
        case "connexcs":
            Array(
                "Call Time,Call ID,Source IP,Source Number,Destination,Duration,SIP Code,Customer ID,Provider ID\n".utf8
            )
        case "cisco-cucm":
            Array(
                """
                cdrRecordType,globalCallID_callManagerId,globalCallID_callId,dateTimeOrigination,callingPartyNumber,\
                finalCalledPartyNumber,destLegIdentifier,duration,origDeviceName,destDeviceName
                INTEGER,INTEGER,INTEGER,INTEGER,VARCHAR,VARCHAR,INTEGER,INTEGER,VARCHAR,VARCHAR

                """.utf8)
        default:
            Array(
                "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip,leg\n".utf8
                    .map {
                        $0 == 0x2C ? layout.delimiter : $0
                    })
        }
    }

    private static let bound: [BoundLayout] = zip(layouts, headers).map { layout, header in
        try! layout.bound(to: header) { _ in zone }
    }

    /// Nil where the bytes are too few, or the text is no file of the layout.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 3, bytes.count < 60_000 else { return nil }
        let choice = Int(bytes[0] & 0x7F) % FuzzInput.layouts.count
        cuts = [Int(bytes[1]) + 1, Int(bytes[2]) * 4 + 1]
        let rest = Array(bytes[3...])
        guard bytes[0] & 0x80 != 0 else {
            layout = FuzzInput.bound[choice]
            text = rest
            return
        }
        guard let bound = try? FuzzInput.layouts[choice].bound(to: rest, zones: { _ in FuzzInput.zone }) else {
            return nil
        }
        layout = bound
        text = Array(rest[bound.headerBytes...])
    }
}
