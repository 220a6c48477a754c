import Testing

@testable import CallRecords

/// The routing number (LRN) of a ported number, from a column or from the called number's parameter.
@Suite struct RoutingNumberTests {
    private func routing(called: String, column: String?, readsURIs: Bool = true, quoted: Bool) throws -> Int64 {
        var layout = CallLayout.canonical
        var plan = NumberPlan()
        plan.readsURIs = readsURIs
        layout.numbers = plan
        var header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s"
        var line = "a,c,s,12125550100,\(quoted ? "\"\(called)\"" : called),2026-10-01T00:00:00Z,60"
        if let column {
            header += ",lrn"
            line += "," + (quoted ? "\"\(column)\"" : column)
        }
        let bytes = Array("\(header)\n\(line)\n".utf8)
        let bound = try layout.bound(to: bytes) { _ in .utc }
        var parser = CallParser(layout: bound, chunk: Chunk(text: Array(bytes[bound.headerBytes...])))
        var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
        // What was in the batch before must not show through.
        batch[0].routingNumber = 7
        let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
        try #require(count == 1)
        #expect(parser.chunk.buffer.string(batch[0].called) == "13125550100")
        return batch[0].routingNumber
    }

    @Test(
        arguments: [
            ("+13125550100", "3155550000", 13_155_550_000), ("+13125550100", "13155550000", 13_155_550_000),
            ("+13125550100", "+1-315-555-0000", 13_155_550_000), ("+13125550100", "", -1), ("+13125550100", nil, -1),
            // Nothing of the North American plan: too short, another country, an area code that begins with 1, a word.
            ("+13125550100", "315555", -1), ("+13125550100", "442071838750", -1), ("+13125550100", "1155550000", -1),
            ("+13125550100", "none", -1),
            // The parameter, and the column that comes before it.
            ("sip:+13125550100;npdi;rn=+13155550000@10.0.0.1", nil, 13_155_550_000),
            ("tel:+1-312-555-0100;RN=+1-315-555-0000;npdi", nil, 13_155_550_000),
            ("<sip:+13125550100;rn=3155550000@h>", nil, 13_155_550_000),
            ("sip:+13125550100;rn=+13155550000@h", "2125550000", 12_125_550_000),
            ("sip:+13125550100;rn=+13155550000@h", "", 13_155_550_000),
            ("sip:+13125550100;npdi@10.0.0.1", nil, -1),
        ] as [(String, String?, Int64)], [false, true])
    func `it is read from its column, else from the parameter rn`(
        written: (called: String, column: String?, routing: Int64), quoted: Bool
    ) throws {
        #expect(
            try routing(called: written.called, column: written.column, quoted: quoted) == written.routing)
    }

    @Test func `a plan that reads no URIs still has the column`() throws {
        #expect(
            try routing(called: "13125550100", column: "3155550000", readsURIs: false, quoted: false)
                == 13_155_550_000)
    }
}
