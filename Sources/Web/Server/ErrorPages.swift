import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Makes a page, or JSON for programs, of whatever went wrong.
struct ErrorPages: RouterMiddleware {
    typealias Context = AppContext

    let web: Web

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return response(to: error, request, context)
        }
    }

    func response(to error: any Error, _ request: Request, _ context: AppContext) -> Response {
        if error is CancellationError {
            // Nobody is there to read it.
            return Response(status: .serviceUnavailable)
        }
        let problem = Problem(error)
        if problem.isFault {
            context.logger.error("Request failed", metadata: ["error": "\(error)", "http.path": "\(request.uri.path)"])
        }
        var response =
            request.uri.path.hasPrefix("/api/") ? json(problem, context) : page(problem, request, context)
        if let seconds = problem.retryAfter, let name = HTTPField.Name("Retry-After") {
            response.headers[name] = "\(seconds)"
        }
        return response
    }

    private func json(_ problem: Problem, _ context: AppContext) -> Response {
        struct Answer: Encodable {
            let reason, message, advice, request: String
        }
        let answer = Answer(
            reason: problem.reason, message: problem.sentence, advice: problem.advice, request: context.id)
        let bytes = (try? JSONEncoder().encode(answer)) ?? Data()
        return Response(
            status: problem.status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func page(_ problem: Problem, _ request: Request, _ context: AppContext) -> Response {
        var context = context
        context.preferences = Preferences(request.cookies)
        let asked = PageRequest(
            web: web, context: context, method: request.method, path: request.uri.path,
            query: FormFields(encoded: request.uri.query ?? ""))
        struct Content {
            let title, sentence, advice, requestID: String
            let home: String?
        }
        let home: String? =
            context.session.map { $0.role == .customer ? "/portal/billing" : "/admin/billing/invoices" } ?? "/"
        return asked.page(
            "errors/problem", Shell(asked, title: problem.title),
            Content(
                title: problem.title, sentence: problem.sentence, advice: problem.advice, requestID: context.id,
                home: home),
            status: problem.status)
    }
}
