import CallRecords
import Foundation
import Testing

/// What the fuzzer does, for what it has found and for some changes of the samples: each way of reading gives the same.
@Suite struct ParserComparisonTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = root.appending(path: "fixtures/fuzz/call-parser")

    static let findings = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []

    private func faults(_ bytes: [UInt8], _ buffer: ChunkBuffer) -> [String] {
        guard let input = FuzzInput(bytes) else { return [] }
        return ParserComparison(layout: input.layout, text: input.text, buffer: buffer).faults(cuts: input.cuts)
    }

    @Test func `there are findings`() { #expect(!Self.findings.isEmpty) }

    @Test(arguments: findings) func `what the fuzzer found does not come back`(name: String) throws {
        let finding = Self.folder.appending(path: name)
        let buffer = ChunkBuffer(capacity: ParserComparison.textBytesMax)
        var bytes = [UInt8](try Data(contentsOf: finding))
        for cut in 0..<100 as Range<UInt8> {
            bytes[1] = cut
            #expect(faults(bytes, buffer) == [], "cut after \(cut + 1) bytes")
        }
    }

    @Test(arguments: ["canonical", "asterisk", "freeswitch", "connexcs", "cisco-cucm"])
    func `samples and changes of them are read alike in every way`(name: String) throws {
        let sample = [UInt8](try Data(contentsOf: Self.root.appending(path: "fixtures/layouts/\(name)/calls.csv")))
        let layout = try #require(FuzzInput.layouts.firstIndex { $0.name == name })
        let buffer = ChunkBuffer(capacity: ParserComparison.textBytesMax)
        var state = UInt64(layout) + 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for round in 0..<60 {
            var bytes = [0x80 | UInt8(layout), UInt8(random(256)), UInt8(random(256))] + sample
            for _ in 0..<random(6) {
                let position = 3 + random(bytes.count - 3)
                switch random(4) {
                case 0: bytes[position] = UInt8(random(256))
                case 1: bytes[position] = Array("\",\n\r+0\\".utf8)[random(7)]
                case 2: bytes.remove(at: position)
                default: bytes.insert(Array("\",\n\r".utf8)[random(4)], at: position)
                }
            }
            #expect(faults(bytes, buffer) == [], "round \(round)")
        }
    }
}
