// The layouts that come with the product; sources of the formats are named at each.

extension CallLayout {
    /// By name, in the order in which a file without a stated layout is held against them.
    public static let builtIn: [CallLayout] = [
        canonical, connexCS, freePBX, ciscoCUCM, asterisk, asteriskUniqueID, asteriskCustom, freeSWITCH, freePBXTable,
    ]

    public static func named(_ name: String) -> CallLayout? { builtIn.first { $0.name == name } }

    /// Our own columns: the contract of `didtron rate`.
    public static let canonical: CallLayout = {
        var layout = CallLayout(
            name: "canonical",
            fields: [
                .callID: ["call_id"], .leg: ["leg"], .customer: ["customer_id"], .supplier: ["supplier_id"],
                .calling: ["calling"], .called: ["called"], .startTime: ["start_time"], .duration: ["duration_s"],
                .sipCode: ["sip_code"], .ingressAddress: ["ingress_ip"], .routing: ["lrn"],
                .postDialDelay: ["pdd_ms"],
            ])
        layout.required = [.callID, .customer, .supplier]
        return layout
    }()

    /// ConnexCS: the portal's download (labels) and the control panel's API fields; always UTC. The user picks the
    /// columns, so their order and presence vary.
    public static let connexCS: CallLayout = {
        var layout = CallLayout(
            name: "connexcs",
            fields: [
                .callID: ["callid", "Call ID"], .leg: ["branch_idx", "Branch"],
                .customer: ["customer_id", "Customer ID", "Customer"],
                .supplier: ["provider_id", "Provider ID", "Provider", "Carrier ID", "Carrier"],
                .calling: ["dest_cli", "source_cli", "Source Number"],
                .called: ["dest_number", "source_dest_number", "Destination"],
                .startTime: ["dt", "Call Time"], .duration: ["duration", "Duration"],
                .sipCode: ["sip_code", "SIP Code"], .ingressAddress: ["source_ip", "Source IP"],
                .routing: ["lrn", "LRN Number", "LRN"],
                // Milliseconds. That of the outgoing leg, where it is there, is the supplier's own.
                .postDialDelay: ["pdd_out", "PDD Out", "pdd_in", "PDD In", "pdd", "PDD"],
            ])
        layout.zone = "UTC"
        layout.required = [.callID]
        return layout
    }()

    /// FreePBX: the CDR report's download, which has a header.
    public static let freePBX: CallLayout = {
        var layout = CallLayout(
            name: "freepbx",
            fields: [
                .callID: ["uniqueid"], .customer: ["accountcode"], .calling: ["src"], .called: ["dst"],
                .startTime: ["calldate"], .duration: ["billsec"],
            ])
        layout.quoting = .lenient
        layout.timeFormats = ["iso8601", "dd/MM/yy HH:mm"]
        return layout
    }()

    /// Cisco Unified Communications Manager: a header, a line of column types, then records; times are epoch seconds.
    public static let ciscoCUCM: CallLayout = {
        var layout = CallLayout(
            name: "cisco-cucm",
            fields: [
                .callID: ["globalCallID_callManagerId+globalCallID_callId"], .leg: ["destLegIdentifier"],
                .customer: ["origDeviceName"], .supplier: ["destDeviceName"], .calling: ["callingPartyNumber"],
                .called: ["finalCalledPartyNumber"], .startTime: ["dateTimeOrigination"], .duration: ["duration"],
                .recordType: ["cdrRecordType"],
            ])
        layout.linesAfterHeader = 1
        layout.zone = "UTC"
        layout.timeFormats = ["epoch_seconds"]
        layout.callRecordType = "1"
        layout.required = [.callID, .recordType]
        return layout
    }()

    /// Asterisk cdr_csv (`Master.csv`) as it comes: no header, local time. Where there is a seventeenth column it may be the
    /// unique id or the user field, so it is not taken for an identity: a call is told by its whole record.
    public static let asterisk: CallLayout = {
        var layout = CallLayout(
            name: "asterisk",
            fields: [
                .customer: ["#1"], .calling: ["#2"], .called: ["#3"], .startTime: ["#10"], .duration: ["#14"],
            ])
        layout.header = .none
        layout.quoting = .lenient
        layout.columnCounts = 16...17
        layout.timeFormats = ["iso8601", "yyyyMMdd-HHmmss"]
        return layout
    }()

    /// Asterisk cdr_csv with both the unique id and the user field.
    public static let asteriskUniqueID: CallLayout = {
        var layout = asterisk
        layout.name = "asterisk-uniqueid"
        layout.fields[.callID] = ["#17"]
        layout.columnCounts = 18...18
        return layout
    }()

    /// Asterisk cdr_custom as its sample configuration writes it: the caller id first, the account code sixteenth.
    public static let asteriskCustom: CallLayout = {
        var layout = CallLayout(
            name: "asterisk-custom",
            fields: [
                .callID: ["#17"], .customer: ["#16"], .calling: ["#2"], .called: ["#3"], .startTime: ["#9"],
                .duration: ["#13"],
            ])
        layout.header = .none
        layout.quoting = .lenient
        layout.columnCounts = 18...19
        return layout
    }()

    /// FreeSWITCH mod_cdr_csv with its sample template: no header, local time, names with quotes that are not doubled.
    public static let freeSWITCH: CallLayout = {
        var layout = CallLayout(
            name: "freeswitch",
            fields: [
                .callID: ["#11"], .customer: ["#13"], .calling: ["#2"], .called: ["#3"], .startTime: ["#5"],
                .duration: ["#9"],
            ])
        layout.header = .none
        layout.quoting = .lenient
        layout.columnCounts = 13...17
        layout.timeFormats = ["iso8601", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm"]
        return layout
    }()

    /// The FreePBX cdr table written out without a header, day before month.
    public static let freePBXTable: CallLayout = {
        var layout = CallLayout(
            name: "freepbx-table",
            fields: [
                .callID: ["#15"], .customer: ["#14"], .calling: ["#3"], .called: ["#4"], .startTime: ["#1"],
                .duration: ["#11"],
            ])
        layout.header = .none
        layout.quoting = .lenient
        layout.columnCounts = 20...30
        layout.timeFormats = ["d/M/yyyy HH:mm:ss", "iso8601"]
        return layout
    }()
}
