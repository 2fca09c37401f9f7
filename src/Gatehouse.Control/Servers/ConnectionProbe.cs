using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Gatehouse.Api.Servers;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Control.Servers;

/// <summary>One handshake with a server, stage by stage. No tool is called, no redirect followed, and nothing of it is kept.</summary>
internal sealed class ConnectionProbe(ServerAddress address)
{
    private const int MaxAnswer = 256 * 1024;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private const string Initialize =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"gatehouse","version":"0"}}}
        """;

    private const string Discover =
        """
        {"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"gatehouse","version":"0"},"io.modelcontextprotocol/clientCapabilities":{}}}}
        """;

    /// <summary>How far it got.</summary>
    public async Task<ConnectionTest> RunAsync(UpstreamEntry.Http entry, CancellationToken cancel)
    {
        var rule = address.RuleFor(entry.Url);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        using var invoker = new HttpMessageInvoker(EgressGuard.NewHandler(rule));
        try
        {
            // 1. A name with an address, and one that may be connected to.
            if (await AddressAsync(entry.Url, rule, limit.Token) is { } early)
            {
                return early;
            }

            // 2. to 4. Connect, agree on TLS, be let in, speak.
            var first = await AskAsync(invoker, entry, Initialize, null, limit.Token);
            return first.Stage == ConnectionStage.Protocol && !entry.IsSse
                && await AskAsync(invoker, entry, Discover, "2026-07-28", limit.Token) is { Stage: ConnectionStage.Ok } modern ? modern : first;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ConnectionTest(ConnectionStage.Connect, "nothing answered in time");
        }
        catch (HttpRequestException failure)
        {
            return Of(failure);
        }
        catch (IOException)
        {
            return new ConnectionTest(ConnectionStage.Protocol, "the connection was closed before the answer was whole");
        }
    }

    private static async Task<ConnectionTest?> AddressAsync(Uri url, EgressRule rule, CancellationToken cancel)
    {
        if (EgressGuard.Check(url.OriginalString, rule) is { } fault)
        {
            return new ConnectionTest(ConnectionStage.Address, fault.Message);
        }

        try
        {
            await Dns.GetHostAddressesAsync(url.IdnHost.Trim('[', ']'), cancel);
        }
        catch (SocketException)
        {
            return new ConnectionTest(ConnectionStage.Dns, "the server's name has no address");
        }

        return await EgressGuard.RefusedAddressAsync(url, rule, cancel) is { } refused
            ? new ConnectionTest(ConnectionStage.Address, $"the server's name resolves to `{refused}`, which is not a public address")
            : null;
    }

    private static ConnectionTest Of(HttpRequestException failure) => failure switch
    {
        { InnerException: EgressRefusedException } => new(ConnectionStage.Address, "the server's address is not a public one"),
        { InnerException: AuthenticationException } or { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new(ConnectionStage.Tls, "TLS could not be agreed on, or the server's certificate is not valid for its name"),
        { HttpRequestError: HttpRequestError.NameResolutionError } => new(ConnectionStage.Dns, "the server's name has no address"),
        { HttpRequestError: HttpRequestError.ConnectionError } => new(ConnectionStage.Connect, "nothing answers at the server's address"),
        _ => new(ConnectionStage.Protocol, "what answers does not speak HTTP"),
    };

    private static async Task<ConnectionTest> AskAsync(
        HttpMessageInvoker invoker, UpstreamEntry.Http entry, string body, string? version, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(entry.IsSse ? HttpMethod.Get : HttpMethod.Post, entry.Url);
        foreach (var (name, value) in entry.Headers)
        {
            if (!HeaderText.TryAdd(request.Headers, name, value))
            {
                return new ConnectionTest(ConnectionStage.Settings, "a secret's header cannot be sent as it is");
            }
        }

        if (entry.Credential is { } source && (source.For(entry.ServerId, "") is not { } token || !HeaderText.TryAdd(request.Headers, "Authorization", token)))
        {
            return new ConnectionTest(ConnectionStage.Auth, "no account at the server is connected that all grants share");
        }

        HeaderText.TryAdd(request.Headers, "Accept", entry.IsSse ? "text/event-stream" : "application/json, text/event-stream");
        if (version is not null)
        {
            HeaderText.TryAdd(request.Headers, "MCP-Protocol-Version", version);
            HeaderText.TryAdd(request.Headers, "Mcp-Method", "server/discover");
        }

        if (!entry.IsSse)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await invoker.SendAsync(request, cancel);
        await EndAsync(invoker, entry, response, cancel);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return new ConnectionTest(ConnectionStage.Auth, $"the server refused the credential, or asks for one (HTTP {(int)response.StatusCode})");
        }

        if ((int)response.StatusCode is >= 300 and < 400)
        {
            return new ConnectionTest(ConnectionStage.Protocol, "the server answered with a redirect, which is not followed");
        }

        return await ReadAsync(response, entry.IsSse, cancel);
    }

    // A session that the handshake began is ended: nothing comes after it.
    private static async Task EndAsync(HttpMessageInvoker invoker, UpstreamEntry.Http entry, HttpResponseMessage response, CancellationToken cancel)
    {
        if (!response.Headers.TryGetValues("Mcp-Session-Id", out var given) || given.ToArray() is not [var session])
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Delete, entry.Url);
        if (HeaderText.TryAdd(request.Headers, "Mcp-Session-Id", session)
            && entry.Headers.All(header => HeaderText.TryAdd(request.Headers, header.Key, header.Value)))
        {
            using var ended = await invoker.SendAsync(request, cancel);
        }
    }

    private static async Task<ConnectionTest> ReadAsync(HttpResponseMessage response, bool isSse, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        if (!response.IsSuccessStatusCode || (isSse && !isStream))
        {
            return new ConnectionTest(ConnectionStage.Protocol, $"what answers does not speak the protocol (HTTP {(int)response.StatusCode})");
        }

        var text = isStream ? await EventAsync(stream, cancel) : await WholeAsync(stream, cancel);
        return isSse
            ? new ConnectionTest(
                text is null ? ConnectionStage.Protocol : ConnectionStage.Ok, text is null ? "the stream names no endpoint" : "the server's stream opens")
            : Judge(text);
    }

    private static ConnectionTest Judge(string? text)
    {
        try
        {
            using var answer = JsonDocument.Parse(text ?? "");
            if (answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("result", out var result)
                && result.ValueKind == JsonValueKind.Object)
            {
                var server = result.TryGetProperty("serverInfo", out var info) && info.ValueKind == JsonValueKind.Object
                    && info.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
                var version = result.TryGetProperty("protocolVersion", out var spoken) && spoken.ValueKind == JsonValueKind.String
                    ? spoken.GetString() : null;
                return new ConnectionTest(ConnectionStage.Ok, "the server answers", server, version ?? "2026-07-28");
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        return new ConnectionTest(ConnectionStage.Protocol, "what answers does not speak the protocol");
    }

    private static async Task<string?> WholeAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[MaxAnswer];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return read < buffer.Length ? Encoding.UTF8.GetString(buffer, 0, read) : null;
    }

    // The data of the first event that has any.
    private static async Task<string?> EventAsync(Stream stream, CancellationToken cancel)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var data = new StringBuilder();
        var room = MaxAnswer;
        while (await reader.ReadLineAsync(cancel) is { } line && (room -= line.Length) > 0)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Append(line.AsSpan(5).TrimStart());
            }
            else if (line.Length == 0 && data.Length > 0)
            {
                return data.ToString();
            }
        }

        return null;
    }
}
