using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gatehouse.Control.Servers;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.Accounts;

/// <summary>Asks servers that nobody has checked: every address that a document names is an attacker's until it was.</summary>
/// <remarks>
/// SECURITY: one handler of the guard for each request, no redirect, no cookie, 64 KiB, 10 s; https alone, but for servers that are
/// themselves in the clear, which only a network that the operator opened allows.
/// </remarks>
internal sealed class OAuthHttp(ServerAddress addresses)
{
    private const int Longest = 64 * 1024;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether an address that a document named may be used beside this server.</summary>
    public bool Allows(Uri server, string? text, out Uri url)
    {
        url = server;
        return text is { Length: <= 2048 } && Uri.TryCreate(text, UriKind.Absolute, out url!)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && server.Scheme == Uri.UriSchemeHttp))
            && EgressGuard.Check(text, addresses.RuleFor(url)) is null;
    }

    /// <summary>Whether an address that a client sent may be read: https, or in the clear where the operator opened the very network.</summary>
    public bool AllowsDocument(string text, int longest, out Uri url)
    {
        url = null!;
        return text.Length <= longest && Uri.TryCreate(text, UriKind.Absolute, out url!)
            && (url.Scheme == Uri.UriSchemeHttps
                || (url.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(url.Host, out var at) && addresses.IsOperators(at)))
            && EgressGuard.Check(text, addresses.RuleFor(url)) is null;
    }

    /// <summary>Reads a JSON object; null for everything else.</summary>
    public async Task<JsonElement?> GetAsync(Uri url, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var answer = await SendAsync(request, cancel);
        return answer is { Status: 200 } ? answer.Body : null;
    }

    /// <summary>Sends a JSON object.</summary>
    public Task<OAuthAnswer?> PostAsync(Uri url, byte[] json, CancellationToken cancel, string? protocol = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (protocol is not null)
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
            request.Headers.Add("MCP-Protocol-Version", protocol);
        }

        return SendAsync(request, cancel);
    }

    /// <summary>Sends a form.</summary>
    public Task<OAuthAnswer?> PostAsync(Uri url, IEnumerable<KeyValuePair<string, string>> form, string? basic, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        if (basic is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        }

        return SendAsync(request, cancel);
    }

    private async Task<OAuthAnswer?> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var owned = request;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        using var invoker = new HttpMessageInvoker(EgressGuard.NewHandler(addresses.RuleFor(request.RequestUri!)));
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await invoker.SendAsync(request, limit.Token);
            var challenge = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) && values.ToString() is { Length: <= 4096 } text
                ? text : null;
            return new OAuthAnswer((int)response.StatusCode, challenge, await ReadAsync(response, limit.Token));
        }
        catch (Exception problem) when (
            problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentType?.MediaType is not { } type || !type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[Longest + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length > Longest ? null : OAuthMembers.Object(buffer.AsMemory(0, length));
    }
}

/// <summary>What came back.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Challenge"><c>WWW-Authenticate</c>, or null.</param>
/// <param name="Body">The object; null where the body is none.</param>
internal sealed record OAuthAnswer(int Status, string? Challenge, JsonElement? Body);

/// <summary>Members of documents that others wrote.</summary>
internal static class OAuthMembers
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The one object that a text is; null for everything else.</summary>
    public static JsonElement? Object(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, _strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A string that is not empty; null for everything else.</summary>
    public static string? Text(this JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>The strings of a list; null where there is none.</summary>
    public static string[]? List(this JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 200
            ? [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)]
            : null;

    /// <summary>Whether a member is <c>true</c>.</summary>
    public static bool Says(this JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
