using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>The <c>x-mcp-header</c> annotations of one tool: which arguments travel as <c>Mcp-Param-*</c> headers.</summary>
/// <remarks>SPEC: 2026-07-28, Streamable HTTP. Made once per accepted definition, used on every modern call.</remarks>
internal sealed class ParamHeaders
{
    private static readonly SearchValues<char> _token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly ImmutableArray<ParamHeader> _headers;

    private ParamHeaders(ImmutableArray<ParamHeader> headers, bool isSound)
    {
        _headers = headers;
        IsSound = isSound;
    }

    /// <summary>False when an annotation breaks the rules: clients have to drop such a tool, so no call of it is sound.</summary>
    public bool IsSound { get; }

    /// <summary>Reads the annotations of an input schema.</summary>
    public static ParamHeaders Of(ReadOnlySpan<byte> schema)
    {
        var index = new JsonIndex(
            stackalloc JsonMember[JsonIndex.StackMembers], stackalloc int[JsonIndex.StackSlots]);
        try
        {
            var found = ImmutableArray.CreateBuilder<ParamHeader>();
            var isSound = JsonScan.Read(schema, JsonCaps.Answer, ref index) == JsonVerdict.Sound;
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; isSound && i < index.Count; i++)
            {
                if (!JsonString.Is(index[i].Name(schema), "x-mcp-header"u8) || IsProperty(index, schema, i))
                {
                    continue;
                }

                var header = Annotation(index, schema, i);
                isSound = header is not null && names.Add(header.Header);
                if (isSound)
                {
                    found.Add(header!);
                }
            }

            return new ParamHeaders(isSound ? found.ToImmutable() : [], isSound);
        }
        finally
        {
            index.Dispose();
        }
    }

    /// <summary>Holds the headers of a call against its arguments. Headers that the schema does not know pass.</summary>
    /// <param name="arguments">The object as it came; empty or null reads as <c>{}</c>.</param>
    /// <param name="headers">As <see cref="ClientMessage.ParamHeaders"/> has them.</param>
    public WireRefusal? Check(ReadOnlySpan<byte> arguments, ImmutableArray<KeyValuePair<string, string>> headers)
    {
        if (!IsSound)
        {
            return WireRefusals.ParamSchema;
        }

        foreach (var header in _headers)
        {
            var value = Find(arguments, header.Path);
            var sent = Sent(headers, header.Header);
            if (value.IsEmpty || value.SequenceEqual("null"u8))
            {
                if (sent is not null)
                {
                    return WireRefusals.ParamMismatch;
                }
            }
            else if (sent is null)
            {
                return WireRefusals.HeaderMissing;
            }
            else if (HeaderValue.Decode(sent) is not { } decoded || !Equal(value, decoded))
            {
                return WireRefusals.ParamMismatch;
            }
        }

        return null;
    }

    /// <summary>The headers that a call's arguments make, for a message that came without any.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Derive(ReadOnlySpan<byte> arguments)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(_headers.Length);
        foreach (var header in _headers)
        {
            var value = Find(arguments, header.Path);
            if (value is [(byte)'"', .. var text, (byte)'"'])
            {
                headers.Add(new(header.Header, HeaderValue.Encode(JsonString.Decode(text))));
            }
            else if (!value.IsEmpty && !value.SequenceEqual("null"u8) && value[0] is not ((byte)'{' or (byte)'['))
            {
                headers.Add(new(header.Header, Encoding.ASCII.GetString(value)));
            }
        }

        return headers.ToImmutable();
    }

    /// <summary>Whether a member stands directly in a <c>properties</c> object, where names are the author's.</summary>
    private static bool IsProperty(scoped in JsonIndex index, ReadOnlySpan<byte> schema, int member) =>
        Owner(index, index[member].Parent) is >= 0 and var owner
        && JsonString.Is(index[owner].Name(schema), "properties"u8) && schema[index[member].ValueStart] == '{';

    private static ParamHeader? Annotation(scoped in JsonIndex index, ReadOnlySpan<byte> schema, int member)
    {
        var type = index.Find(schema, index[member].Parent, "type"u8);
        if (type < 0 || !IsPlainType(index[type].Value(schema))
            || index[member].Value(schema) is not [(byte)'"', .. var name, (byte)'"'] || name.Length is 0 or > 128
            || JsonString.Decode(name) is not { Length: > 0 } header || header.AsSpan().ContainsAnyExcept(_token))
        {
            return null;
        }

        // From the annotated schema up to the root: property, `properties`, property, … and nothing else.
        var path = new List<byte[]>();
        var at = index[member].Parent;
        while (Owner(index, at) is >= 0 and var property)
        {
            var owner = Owner(index, index[property].Parent);
            if (owner < 0 || !JsonString.Is(index[owner].Name(schema), "properties"u8))
            {
                return null;
            }

            var raw = index[property].Name(schema);
            var decoded = new byte[raw.Length];
            path.Add(decoded[..JsonString.Unescape(raw, decoded)]);
            at = index[owner].Parent;
        }

        // An array on the way owns nothing by name: then the root was not reached.
        path.Reverse();
        return path.Count > 0 && schema[..at].IndexOfAnyExcept(" \t\r\n"u8) < 0
            ? new ParamHeader(WireHeaders.ParamPrefix + header, [.. path])
            : null;
    }

    /// <summary>The member whose value is the object at an offset, or -1.</summary>
    private static int Owner(scoped in JsonIndex index, int start)
    {
        var at = index.FirstBehind(start) - 1;
        return at >= 0 && index[at].ValueStart == start ? at : -1;
    }

    private static bool IsPlainType(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("\"string\""u8) || type.SequenceEqual("\"integer\""u8) || type.SequenceEqual("\"boolean\""u8);

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> arguments, ImmutableArray<byte[]> path)
    {
        var at = arguments;
        foreach (var name in path)
        {
            if (at.IsEmpty || at[0] != '{')
            {
                return default;
            }

            at = JsonMembers.Find(at, name);
        }

        return at;
    }

    private static string? Sent(ImmutableArray<KeyValuePair<string, string>> headers, string name)
    {
        foreach (var (header, value) in headers)
        {
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private static bool Equal(ReadOnlySpan<byte> value, string header) => value[0] switch
    {
        (byte)'"' => JsonString.Decode(value[1..^1]) == header,
        (byte)'t' => header == "true",
        (byte)'f' => header == "false",
        (byte)'{' or (byte)'[' => false,
        _ => Encoding.ASCII.GetString(value) == header || (Number(Encoding.ASCII.GetString(value)) is { } left && Number(header) == left),
    };

    /// <summary>A number that a decimal holds exactly; others are equal only as written.</summary>
    private static decimal? Number(string text) =>
        text.Length <= 28 && decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : null;
}
