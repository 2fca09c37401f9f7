using Gatehouse.Control.Routes;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Dashboard.Assets;

/// <summary>Serves <see cref="AssetTable"/>, what can be compressed beforehand; browsers never ask twice for the same bytes.</summary>
internal static class AssetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/assets/{name}", ["GET", "HEAD"], AnswerAsync).IsPublic("style and scripts hold nobody's data");

    private static Task AnswerAsync(HttpContext http)
    {
        if (AssetTable.Find(http.Request.Path.Value!) is not { } asset)
        {
            return Problems.WriteAsync(http, AccessGate.Absent);
        }

        var (body, coding) = Choose(http.Request.Headers.AcceptEncoding.ToString(), asset);
        var answer = http.Response;
        answer.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        answer.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        answer.Headers[HeaderNames.ContentEncoding] = coding;
        answer.ContentType = asset.ContentType;
        answer.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : answer.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private static (byte[] Body, string? Coding) Choose(string accepted, Asset asset)
    {
        var codings = accepted.Split(',', StringSplitOptions.TrimEntries);
        return asset.Brotli is { } brotli && codings.Contains("br", StringComparer.Ordinal) ? (brotli, "br")
            : asset.Gzip is { } gzip && codings.Contains("gzip", StringComparer.Ordinal) ? (gzip, "gzip")
            : (asset.Plain, null);
    }
}
