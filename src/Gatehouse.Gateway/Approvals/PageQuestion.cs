using System.Text.Json;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Approvals;

/// <summary>The gateway's own question to a client that can show a person an address: the page of the request that waits.</summary>
/// <remarks>
/// SPEC: 2026-07-28, multi-round-trip requests and URL-mode elicitation. It needs no state: what the client repeats is judged
/// like any call, with the answer to this question taken off first, so an answer that nobody was asked for changes nothing.
/// A yes to it says that the person opened the page, never that they approved.
/// </remarks>
internal static class PageQuestion
{
    /// <summary>The name of the question among the input requests.</summary>
    public const string Key = "gatehouse/approval";

    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 128 };

    /// <summary>Whether the client of a call can be asked, and was not: one question, then the answer that every client gets.</summary>
    public static bool IsFor(CallContext call) =>
        call is { WasAsked: false, Message.Era: Era.Modern, Snapshot.Settings.ApprovalUrl: not null }
        && ClientCapabilities.ShowsAddresses(call.Message.Meta, "io.modelcontextprotocol/clientCapabilities");

    /// <summary>Whether a client of 2025-11-25 can be told to open the page: one that said so when its session began.</summary>
    public static bool IsForLegacy(CallContext call) =>
        call is { Run: null, Session.ShowsAddresses: true, Snapshot.Settings.ApprovalUrl: not null } && TaskOffer.IsRevision(call);

    /// <summary>The call as it would be without the answer to this question.</summary>
    public static CallContext TakeOff(CallContext call)
    {
        var message = call.Message;
        if (message.InputResponses.IsEmpty || message.Era != Era.Modern || !message.RequestState.IsEmpty || !IsOurs(message.InputResponses))
        {
            return call;
        }

        // What is judged, and what is sent, is the text without it, read once more from its first byte.
        var (body, verdict) = new JsonSplice(message.Body).Remove(message.InputResponses).Apply(JsonCaps.Request);
        return verdict == JsonVerdict.Sound && WireReader.Read(body, WireHeaders.Stdio).Message is { } plain
            ? call with { WasAsked = true, Message = plain with { HeaderVersion = message.HeaderVersion, ParamHeaders = message.ParamHeaders } }
            : call;
    }

    private static bool IsOurs(ReadOnlyMemory<byte> responses)
    {
        using var json = JsonDocument.Parse(responses, _options);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.GetPropertyCount() == 1
            && json.RootElement.TryGetProperty(Key, out _);
    }
}
