import Foundation
import Testing

/// What the C kernels ask of the processor.
@Suite struct KernelTests {
    @Test func `the processor is asked for every instruction set that a kernel is compiled for`() throws {
        for file in Repository.files(under: "Sources/CKernels", suffix: ".c") {
            let compiled = Set(quoted(behind: "target(", in: file.text).flatMap { $0.split(separator: ",") })
            let asked = Set(quoted(behind: "__builtin_cpu_supports(", in: file.text))
            #expect(compiled.subtracting(asked).isEmpty, "\(file.path)")
        }
        let scan = try #require(Repository.file("Sources/CKernels/ScanWindow.c"))
        #expect(!quoted(behind: "target(", in: scan.text).isEmpty)
    }

    /// The texts in quotes directly behind a word.
    private func quoted(behind word: String, in text: String) -> [Substring] {
        text.components(separatedBy: word + "\"").dropFirst().compactMap { $0.split(separator: "\"").first }
    }
}
