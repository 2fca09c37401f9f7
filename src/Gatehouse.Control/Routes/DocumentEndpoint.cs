using Gatehouse.Control.Faults;

namespace Gatehouse.Control.Routes;

/// <summary><c>/api/v1/openapi.json</c>: what the API is, as OpenAPI 3.1. A test holds the file to the mapped routes.</summary>
internal static class DocumentEndpoint
{
    public static void Map(ApiRoutes api) => api.Stream("/openapi.json", ["application/json"], static _ => ValueTask.FromResult(Answer()))
        .IsPublic("what an address takes is no secret")
        .Says("This document");

    private static Outcome<StreamedAnswer> Answer() => new StreamedAnswer("application/json", static async (body, cancel) =>
    {
        await using var document = typeof(DocumentEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        await document.CopyToAsync(body, cancel);
        return true;
    });
}
