using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Requests of a server to the client: elicitation and pings pass, sampling and roots where the operator granted them.</summary>
internal sealed class ServerRequests(UpstreamPool upstreams)
{
    private const int MaxPending = 50_000;

    private static readonly UpstreamFault _notGranted =
        new("input-not-granted", 502, "the server asked the client for something that it is not granted", NothingSent: false);

    private readonly ConcurrentDictionary<(string Grant, string Session, string Id), byte> _pending = new();

    /// <summary>Whether a client's response answers a request that was passed to it, which it may once.</summary>
    public bool IsAwaited(CallContext call) => _pending.TryRemove(Key(call, call.Message.Id), out _);

    /// <summary>SPEC: 2026-07-28 asks by a result instead; one question that is not granted spoils the whole.</summary>
    public static UpstreamFault? RefusedInput(CallContext call, JsonElement result)
    {
        if (!result.TryGetProperty("inputRequests", out var asked))
        {
            return null;
        }

        // Nobody is there to be asked when the gateway makes a stored call.
        return call.Run is null && asked.ValueKind == JsonValueKind.Object && asked.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.Object
            && entry.Value.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String
            && IsGranted(call, method.GetString()!) && IsSafe(entry.Value))
                ? null
                : _notGranted;
    }

    /// <summary>SPEC: 2025-11-25 may ask by an error, too: -32042 with the addresses to open in <c>data.elicitations</c>.</summary>
    public static UpstreamFault? RefusedOpening(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("elicitations", out var asked))
        {
            return null;
        }

        return asked.ValueKind == JsonValueKind.Array
            && asked.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object && IsHttps(one))
                ? null
                : _notGranted;
    }

    /// <summary>Whether the request may pass; one that may not is answered to the server in the client's place.</summary>
    public async ValueTask<bool> MayPassAsync(CallContext call, AnswerMessage request)
    {
        if (call.Run is null && IsGranted(call, request.Method) && IsSafe(request.Body))
        {
            if (_pending.Count >= MaxPending)
            {
                _pending.Clear();
            }

            _pending[Key(call, request.Id)] = 0;
            return true;
        }

        var refusal = WireWriter.MethodNotFound(request.Id);
        var (answer, _) = await upstreams.ExchangeAsync(
            call,
            new UpstreamRequest
            {
                Verb = UpstreamVerb.Send,
                Era = call.Message.Era,
                GrantId = call.Grant.Id,
                Message = new ClientMessage { Body = refusal, Kind = MessageKind.Response, Era = call.Message.Era, Id = request.Id },
                Body = refusal,
                ProtocolVersion = call.Message.HeaderVersion,
                SessionId = call.Session.UpstreamId,
                LoopChain = call.LoopChain,
            },
            CancellationToken.None);
        if (answer is not null)
        {
            await answer.DisposeAsync();
        }

        return false;
    }

    private static (string Grant, string Session, string Id) Key(CallContext call, ReadOnlyMemory<byte> id) =>
        (call.Grant.Id, call.Session.Key, Encoding.UTF8.GetString(id.Span));

    private static bool IsSafe(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        return IsSafe(document.RootElement);
    }

    // SECURITY: a person is about to open what a server names; only https is passed on to be opened.
    private static bool IsSafe(JsonElement request) =>
        !request.TryGetProperty("params", out var parameters) || parameters.ValueKind != JsonValueKind.Object
        || IsHttps(parameters);

    private static bool IsHttps(JsonElement asked) =>
        !asked.TryGetProperty("url", out var url)
        || (url.ValueKind == JsonValueKind.String && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps);

    private static bool IsGranted(CallContext call, string method) => method switch
    {
        "ping" or "elicitation/create" => true,
        "tasks/get" or "tasks/result" or "tasks/list" or "tasks/cancel" => true,
        "sampling/createMessage" => call.Server.MaySample,
        "roots/list" => call.Server.MayListRoots,
        _ => false,
    };
}
