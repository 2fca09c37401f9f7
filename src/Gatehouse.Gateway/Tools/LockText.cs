using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tools;

/// <summary>The content of <c>gatehouse.lock</c>: made to be read and reviewed in a diff.</summary>
internal sealed record LockText(FrozenDictionary<string, AcceptedTools> Servers)
{
    /// <summary>Nothing accepted, nothing waiting.</summary>
    public static readonly LockText Empty = new(FrozenDictionary<string, AcceptedTools>.Empty);

    /// <summary>The first definitions of a server.</summary>
    public LockText WithFirst(string serverId, IEnumerable<ToolDefinition> tools) => With(serverId, AcceptedTools.First(tools));

    /// <summary>Further definitions that wait.</summary>
    public LockText WithWaiting(string serverId, ImmutableArray<ToolDefinition> tools) => Change(serverId, now => now.WithWaiting(tools));

    /// <summary>The same with what else waits elsewhere: for reports that could not be written down.</summary>
    public LockText WithWaitingOf(LockText other)
    {
        var merged = this;
        foreach (var (server, tools) in other.Servers)
        {
            merged = merged.Change(server, now => now.WithWaitingOf(tools));
        }

        return merged;
    }

    /// <summary>What tools can do, of definitions that were stored before that was told.</summary>
    public LockText WithRisks(string serverId, ImmutableArray<ToolDefinition> told) => Change(serverId, now => now.WithRisks(told));

    /// <summary>Waiting definitions that a person accepted.</summary>
    public LockText WithAccepted(string serverId, ImmutableArray<ToolDefinition> tools) => Change(serverId, now => now.WithAccepted(tools));

    /// <summary>Waiting definitions that a person dismissed: what was accepted before stays accepted.</summary>
    public LockText WithDismissed(string serverId, ImmutableArray<ToolDefinition> tools) => Change(serverId, now => now.WithDismissed(tools));

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="JsonException">It is not what was written.</exception>
    public static LockText Read(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 160 });
        var root = document.RootElement;
        if (root.GetProperty("version").GetInt32() != 1)
        {
            throw new JsonException("unknown version");
        }

        return new(root.GetProperty("servers").EnumerateObject().ToFrozenDictionary(
            server => server.Name,
            server => AcceptedTools.Of(
                Definitions(server.Value.GetProperty("accepted")), Definitions(server.Value.GetProperty("waiting")))
                .WithRisks(LockRisks.Read(server.Value)),
            StringComparer.Ordinal));
    }

    /// <summary>The file's text: one definition a line, sorted, so that a diff shows one tool a line.</summary>
    public byte[] Write()
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("{\n\"version\": 1,\n\"servers\": {"u8);
        var separator = "\n"u8;
        foreach (var (server, tools) in Servers.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Write(separator);
            Quote(text, server);
            text.Write(": {\n\"accepted\": ["u8);
            Write(text, tools.ByName);
            text.Write("],\n\"waiting\": ["u8);
            Write(text, tools.Waiting);
            text.Write("],\n\"risks\": ["u8);
            LockRisks.Write(text, tools);
            text.Write("]\n}"u8);
            separator = ",\n"u8;
        }

        text.Write("\n}\n}\n"u8);
        return text.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> text, FrozenDictionary<string, ToolDefinition> tools)
    {
        var separator = "\n"u8;
        foreach (var tool in tools.Values.OrderBy(tool => tool.Name, StringComparer.Ordinal))
        {
            text.Write(separator);
            text.Write(tool.Json.Span);
            separator = ",\n"u8;
        }
    }

    private static void Quote(ArrayBufferWriter<byte> text, string value)
    {
        text.Write("\""u8);
        text.Write(JsonEncodedText.Encode(value).EncodedUtf8Bytes);
        text.Write("\""u8);
    }

    private static IEnumerable<ToolDefinition> Definitions(JsonElement tools) => tools.EnumerateArray().Select(Definition).ToArray();

    // The hash is computed anew, so that an edited definition is another one and not the accepted one.
    private static ToolDefinition Definition(JsonElement tool) =>
        ToolReading.Read(JsonMarshal.GetRawUtf8Value(tool).ToArray()) ?? throw new JsonException("not a tool definition");

    // A server that nobody accepted anything of has nothing that could wait.
    private LockText Change(string serverId, Func<AcceptedTools, AcceptedTools> change) =>
        Servers.TryGetValue(serverId, out var now) && change(now) is var next && !ReferenceEquals(next, now) ? With(serverId, next) : this;

    private LockText With(string serverId, AcceptedTools tools) => new(
        Servers.Where(entry => !string.Equals(entry.Key, serverId, StringComparison.Ordinal))
            .Append(KeyValuePair.Create(serverId, tools))
            .ToFrozenDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));
}
