import Access
import Basis
import HTTPTypes
import Hummingbird
import NIOCore

/// The description of the API, for programs and for people. It tells nothing of this installation, so anybody may read it.
struct APIGuideController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("api", .anybody, use: guide)
            .page("api/openapi.yaml", .anybody, use: document)
    }

    @Sendable
    func guide(_ request: Request, _ context: ConsoleContext) throws -> Response {
        let visit = Visit(house, assets, request, context)
        return try visit.page("api", APIGuidePage(visit))
    }

    /// The texts in it are in the language that is asked for.
    @Sendable
    func document(_ request: Request, _ context: ConsoleContext) throws -> Response {
        let document = OpenAPIDocument(words: house.words(context.language))
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/yaml; charset=utf-8",
                .contentLanguage: context.language.code,
                .vary: "Accept-Language, Cookie",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: YAMLWriter.text(document.json)))
        )
    }
}
