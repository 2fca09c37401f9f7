using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Control.Routes;

/// <summary>What every answer of the people's listener carries.</summary>
internal static class Headers
{
    // Nothing loads, nothing frames, nothing runs: pages that need more say so themselves.
    private const string NothingAtAll = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Set(HttpResponse answer)
    {
        var headers = answer.Headers;
        headers[HeaderNames.CacheControl] = "no-store";
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers[HeaderNames.ContentSecurityPolicy] = NothingAtAll;
        headers[HeaderNames.XFrameOptions] = "DENY";

        // Not none at all: a form of a page that sends none comes with the origin "null", like one of another site.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
