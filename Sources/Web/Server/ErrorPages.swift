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
        if let problem = error as? APIProblem {
            return shown(problem.response(context), retryAfter: problem.retryAfter)
        }
        let problem = Problem(error)
        if problem.isFault {
            context.logger.error("Request failed", metadata: ["error": "\(error)", "http.path": "\(request.uri.path)"])
        }
        return shown(
            request.uri.path.hasPrefix("/api/")
                ? APIProblem(problem).response(context) : page(problem, request, context),
            retryAfter: problem.retryAfter)
    }

    private func shown(_ response: Response, retryAfter seconds: Int?) -> Response {
        guard let seconds, let name = HTTPField.Name("Retry-After") else { return response }
        var response = response
        response.headers[name] = "\(seconds)"
        return response
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
