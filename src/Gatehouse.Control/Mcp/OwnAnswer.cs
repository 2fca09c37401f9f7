using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using ModelContextProtocol.Protocol;

namespace Gatehouse.Control.Mcp;

/// <summary>What a tool answers: an object, or a fault with its stable code. Nothing in it is hidden from who reads it.</summary>
internal sealed class OwnAnswer
{
    private const int MostBytes = 1024 * 1024;

    private readonly ReadOnlyMemory<byte> _json;

    private OwnAnswer(ReadOnlyMemory<byte> json, string outcome) => (_json, Outcome) = (json, outcome);

    /// <summary><c>done</c>, or the code of the fault.</summary>
    public string Outcome { get; }

    /// <summary>A view of the API, or why there is none.</summary>
    public static OwnAnswer Of<T>(Outcome<T> outcome)
        where T : class => outcome.Value is { } value ? Of(value) : Of(outcome.Refusal!);

    /// <summary>A view of the API.</summary>
    public static OwnAnswer Of<T>(T value)
        where T : class => Of(value, (JsonTypeInfo<T>?)ApiJson.Default.GetTypeInfo(typeof(T)) ?? (JsonTypeInfo<T>)OwnJson.Default.GetTypeInfo(typeof(T))!);

    /// <summary>Why there is nothing.</summary>
    public static OwnAnswer Of(Refusal refusal) => new(
        SeenJson.Of(JsonSerializer.SerializeToUtf8Bytes(
            new OwnFault(refusal.Fault.Code.Word, refusal.Fault.Message, refusal.Fault.Help, refusal.Findings), OwnJson.Default.OwnFault)),
        refusal.Fault.Code.Word);

    /// <summary>The same for a fault alone.</summary>
    public static OwnAnswer Of(Fault fault) => Of((Refusal)fault);

    /// <summary>As the protocol has it: for programs, and as text for those that read nothing else.</summary>
    public CallToolResult Result() => new()
    {
        Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(_json.Span) }],
        StructuredContent = JsonElement.Parse(_json.Span, new JsonDocumentOptions { MaxDepth = SeenJson.MaxDepth }),
        IsError = Outcome == "done" ? null : true,
    };

    private static OwnAnswer Of<T>(T value, JsonTypeInfo<T> type)
    {
        var json = SeenJson.Of(JsonSerializer.SerializeToUtf8Bytes(value, type));
        return json.Length <= MostBytes
            ? new OwnAnswer(json, "done")
            : Of(new Fault(ControlFaults.BodyTooLarge, "the answer is larger than 1 MiB", "ask for fewer at once, or for one thing alone"));
    }
}

/// <summary>A fault as a tool answers it.</summary>
/// <param name="Code">Stable word.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Help">What to do about it.</param>
/// <param name="Findings">What the validator says of a document.</param>
internal sealed record OwnFault(string Code, string Message, string? Help = null, ImmutableArray<Finding>? Findings = null);
