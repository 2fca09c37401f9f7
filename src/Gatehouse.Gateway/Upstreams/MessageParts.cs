using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Where the members that route a message stand in its text; empty where one is absent.</summary>
/// <remarks>Read strictly: a message with two ids has none.</remarks>
internal readonly struct MessageParts
{
    private static ReadOnlySpan<byte> Subscription => "io.modelcontextprotocol/subscriptionId"u8;

    public required ReadOnlyMemory<byte> Text { get; init; }

    public Slice Id { get; private init; }

    public Slice Method { get; private init; }

    /// <summary>Whether there is an <c>error</c> member.</summary>
    public bool IsError { get; private init; }

    /// <summary>Of a request, in its <c>_meta</c>; of a progress notification, in <c>params</c>.</summary>
    public Slice ProgressToken { get; private init; }

    /// <summary><c>params.requestId</c>.</summary>
    public Slice RequestId { get; private init; }

    /// <summary>The subscription id in <c>_meta</c> of <c>params</c> or <c>result</c>.</summary>
    public Slice SubscriptionId { get; private init; }

    public bool IsResponse => Method.IsEmpty;

    public ReadOnlySpan<byte> this[Slice slice] => Text.Span.Slice(slice.Start, slice.Length);

    /// <summary>Reads the parts; false for what is not one sound JSON object with an id or a method.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> text, JsonCaps caps, out MessageParts parts)
    {
        parts = default;
        var json = text.Span;
        var index = new JsonIndex(stackalloc JsonMember[JsonIndex.StackMembers], stackalloc int[JsonIndex.StackSlots]);
        try
        {
            var start = json.IndexOf((byte)'{');
            if (start < 0 || JsonScan.Read(json, caps, ref index) != JsonVerdict.Sound || json[..start].ContainsAnyExcept(" \t\r\n"u8))
                return false;
            parts = Read(text, index, start);
            return !parts.Id.IsEmpty || !parts.Method.IsEmpty;
        }
        finally
        {
            index.Dispose();
        }
    }

    private static MessageParts Read(ReadOnlyMemory<byte> text, scoped in JsonIndex index, int start)
    {
        var json = text.Span;
        var method = Find(json, index, start, "method"u8);
        var body = Find(json, index, start, method.IsEmpty ? "result"u8 : "params"u8);
        var meta = Inner(json, index, body, "_meta"u8);
        var token = Inner(json, index, body, "progressToken"u8);
        return new MessageParts
        {
            Text = text,
            Id = Find(json, index, start, "id"u8),
            Method = method,
            IsError = !Find(json, index, start, "error"u8).IsEmpty,
            ProgressToken = token.IsEmpty ? Inner(json, index, meta, "progressToken"u8) : token,
            RequestId = Inner(json, index, body, "requestId"u8),
            SubscriptionId = Inner(json, index, meta, Subscription),
        };
    }

    private static Slice Inner(ReadOnlySpan<byte> json, scoped in JsonIndex index, Slice parent, ReadOnlySpan<byte> name) =>
        !parent.IsEmpty && json[parent.Start] == '{' ? Find(json, index, parent.Start, name) : default;

    private static Slice Find(ReadOnlySpan<byte> json, scoped in JsonIndex index, int parent, ReadOnlySpan<byte> name) =>
        index.Find(json, parent, name) is var at and >= 0
            ? new Slice(index[at].ValueStart, index[at].ValueEnd - index[at].ValueStart)
            : default;

    /// <summary>A part of the text.</summary>
    internal readonly record struct Slice(int Start, int Length)
    {
        public bool IsEmpty => Length == 0;
    }
}
