using System.Text.Json;
using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Tells clients without a token where to get one. SPEC: RFC 9728, RFC 6750 §3.</summary>
/// <remarks>SECURITY: every sound id is described, whether there is such a server or not: who asks learns nothing.</remarks>
internal static class ResourceMetadata
{
    private const string Prefix = "/.well-known/oauth-protected-resource";

    /// <summary>Whether the request is for a description; then it is answered.</summary>
    /// <param name="http">The request.</param>
    /// <param name="snapshot">Where tokens are to be had.</param>
    /// <param name="builtIn">Whose callers have no grants, so that there are no tokens to be had for it.</param>
    public static async ValueTask<bool> TryAnswerAsync(HttpContext http, GatewaySnapshot snapshot, BuiltInDoor builtIn)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (snapshot.Settings.Authorization is not { } place || !HttpMethods.IsGet(http.Request.Method)
            || !target.StartsWith(Prefix, StringComparison.Ordinal) || McpPath.Of(target.AsSpan(Prefix.Length)) is not { ServerId: { Length: > 0 } id } || builtIn.IsFor(snapshot, id))
        {
            return false;
        }

        await new HttpReply(http).JsonAsync(StatusCodes.Status200OK, Describe(place, id), null);
        return true;
    }

    /// <summary>What a 401 says.</summary>
    /// <param name="place">Where tokens are to be had.</param>
    /// <param name="serverId">From the path; empty for an address that is no server's.</param>
    /// <param name="hasToken">Whether a token came, and was wrong.</param>
    public static string Challenge(AuthorizationPlace? place, string serverId, bool hasToken) =>
        place is null || serverId.Length == 0 ? "Bearer"
        : $"Bearer resource_metadata=\"{place.Agents}{Prefix}/mcp/{serverId}\"" + (hasToken ? ", error=\"invalid_token\"" : "");

    private static byte[] Describe(AuthorizationPlace place, string serverId)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("resource", place.ResourceOf(serverId));
            json.WriteStartArray("authorization_servers");
            json.WriteStringValue(place.Issuer());
            json.WriteEndArray();
            json.WriteStartArray("bearer_methods_supported");
            json.WriteStringValue("header");
            json.WriteEndArray();
            json.WriteString("resource_name", "Gatehouse");
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
