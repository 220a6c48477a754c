import Accounts
import Files
import Foundation
import Hummingbird
import NIOCore

/// Styles, scripts and images under names that hold their hash, so that they can be kept for ever; made once, at the start.
struct Assets: Sendable {
    struct Asset: Sendable {
        let type: String
        let bytes: ByteBuffer
        /// By gzip.
        let compressed: ByteBuffer
    }

    /// By path.
    private let byPath: [String: Asset]
    let stylesPath: String
    let scriptsPath: String
    let iconsPath: String

    /// The declaration of layers comes first.
    private static let firstStyles = ["tokens", "reset", "base", "shell"]

    init() throws {
        let styles = Assets.texts(in: "Styles")
        let first = Assets.firstStyles.compactMap { name in styles.first { $0.name == "\(name).css" } }
        let others = styles.filter { style in !first.contains { $0.name == style.name } }
        let made = try [
            Assets.made("didtron", "css", "text/css; charset=utf-8", first + others),
            Assets.made("didtron", "js", "text/javascript; charset=utf-8", Assets.texts(in: "Scripts")),
            Assets.made("icons", "svg", "image/svg+xml", Assets.texts(in: "Images").filter { $0.name == "icons.svg" }),
        ]
        byPath = Dictionary(uniqueKeysWithValues: made.map { ($0.path, $0.asset) })
        (stylesPath, scriptsPath, iconsPath) = (made[0].path, made[1].path, made[2].path)
    }

    /// The asset of a path, kept by browsers for a year.
    func response(_ path: String, acceptsGzip: Bool) -> Response? {
        guard let asset = byPath[path] else { return nil }
        var headers: HTTPFields = [
            .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable", .vary: "Accept-Encoding",
        ]
        if acceptsGzip { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: acceptsGzip ? asset.compressed : asset.bytes))
    }

    /// Text of a file of ours.
    static func texts(in folder: String) -> [(name: String, text: String)] {
        embeddedFiles.filter { $0.path.hasPrefix("\(folder)/") }.map { file in
            (String(file.path.dropFirst(folder.count + 1)), file.text)
        }
    }

    private static func made(
        _ name: String, _ suffix: String, _ type: String, _ files: [(name: String, text: String)]
    ) throws -> (path: String, asset: Asset) {
        let bytes = Array(files.map(\.text).joined(separator: "\n").utf8)
        let hash = SHA256.digest(of: bytes).prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let asset = Asset(
            type: type, bytes: ByteBuffer(bytes: bytes), compressed: ByteBuffer(bytes: Gzip.compressed(bytes)))
        return ("/assets/\(name)-\(hash).\(suffix)", asset)
    }
}
