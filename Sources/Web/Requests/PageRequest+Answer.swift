import Hummingbird
import NIOCore

// How a page answers.

extension PageRequest {
    /// The page of a template; private data, which nobody between keeps.
    func page<Content>(
        _ template: String, _ shell: Shell, _ content: Content, status: HTTPResponse.Status = .ok
    ) -> Response {
        html(web.pages.render(template, PageModel(shell: shell, page: content)), status: status)
    }

    func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        var response = Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "private, no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        // It has been told.
        if flash != nil {
            response.setCookie(
                Cookie(name: Flash.cookieName, value: "", maxAge: 0, path: "/", secure: web.settings.hasSecureCookies))
        }
        return response
    }

    func redirect(to path: String, flash: Flash? = nil) -> Response {
        var response = Response.redirect(to: path, type: .normal)
        response.headers[.cacheControl] = "private, no-store"
        if let cookie = flash?.cookie(secure: web.settings.hasSecureCookies) { response.setCookie(cookie) }
        return response
    }

    /// A file to be kept under a name of its own.
    func file(_ bytes: [UInt8], type: String, name: String) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "private, no-store"]
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A file of the disk to be kept under a name of its own, sent as it is read.
    func storedFile(_ path: String, type: String, name: String) async throws -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "private, no-store"]
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(
            status: .ok, headers: headers, body: try await FileIO().loadFile(path: path, context: context))
    }
}
