using System.Text.Json;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Connections;

/// <summary>Clients that register themselves. SPEC: RFC 7591.</summary>
/// <remarks>An id says nothing of who has it; the consent page says so. Nobody gets a secret: the proof key protects the code.</remarks>
internal static class DynamicRegistration
{
    public const string Path = "/oauth/register";
    private const int Longest = 64 * 1024;

    /// <summary>Answers one registration.</summary>
    public static async Task AnswerAsync(HttpContext http)
    {
        var (body, fault) = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
        if (body is null || body.Length > Longest || OAuthMembers.Object(body) is not { } document)
        {
            await RefuseAsync(http, "invalid_client_metadata", fault?.Message ?? "the body is not one JSON object of at most 64 KiB");
            return;
        }

        var (words, problem) = ClientChecks.Read(document);
        if (words is null)
        {
            var isRedirect = problem!.StartsWith("`redirect_uris`", StringComparison.Ordinal);
            await RefuseAsync(http, isRedirect ? "invalid_redirect_uri" : "invalid_client_metadata", problem);
            return;
        }

        var clients = http.RequestServices.GetRequiredService<OAuthClients>();
        var client = await clients.SaveAsync(Ids.New("ghc"), isDocument: false, words, http.RequestAborted);
        await WriteAsync(http, StatusCodes.Status201Created, json =>
        {
            json.WriteString("client_id", client.ClientId);
            json.WriteNumber("client_id_issued_at", client.Created.ToUnixTimeSeconds());
            json.WriteString("client_name", words.Name);
            List(json, "redirect_uris", words.Redirects);
            List(json, "grant_types", "authorization_code", "refresh_token");
            List(json, "response_types", "code");
            json.WriteString("token_endpoint_auth_method", "none");
        });
    }

    private static Task RefuseAsync(HttpContext http, string error, string why) => WriteAsync(http, StatusCodes.Status400BadRequest, json =>
    {
        json.WriteString("error", error);
        json.WriteString("error_description", why);
    });

    private static async Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.Body);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }

    private static void List(Utf8JsonWriter json, string name, params string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
