using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Gateway.Wire;

/// <summary>The request headers that say something about the message in the body.</summary>
internal readonly record struct WireHeaders
{
    public const string VersionHeader = "MCP-Protocol-Version";
    public const string MethodHeader = "Mcp-Method";
    public const string NameHeader = "Mcp-Name";
    public const string ParamPrefix = "Mcp-Param-";

    /// <summary>A message that came over stdio: it has no headers, and its era is told by <c>_meta</c> alone.</summary>
    public static readonly WireHeaders Stdio = new() { IsStdio = true };

    public bool IsStdio { get; init; }

    public StringValues ContentType { get; init; }

    public StringValues ContentEncoding { get; init; }

    public StringValues Version { get; init; }

    public StringValues Method { get; init; }

    public StringValues Name { get; init; }

    /// <summary>Headers whose name begins with <see cref="ParamPrefix"/>; default is none.</summary>
    public ImmutableArray<KeyValuePair<string, StringValues>> Params { get; init; }

    public static WireHeaders From(IHeaderDictionary headers)
    {
        ImmutableArray<KeyValuePair<string, StringValues>>.Builder? found = null;
        foreach (var header in headers)
        {
            if (header.Key.StartsWith(ParamPrefix, StringComparison.OrdinalIgnoreCase))
            {
                (found ??= ImmutableArray.CreateBuilder<KeyValuePair<string, StringValues>>()).Add(header);
            }
        }

        return new WireHeaders
        {
            ContentType = headers.ContentType,
            ContentEncoding = headers.ContentEncoding,
            Version = headers[VersionHeader],
            Method = headers[MethodHeader],
            Name = headers[NameHeader],
            Params = found?.ToImmutable() ?? [],
        };
    }

    /// <summary>Refuses every media type but JSON in UTF-8, and every compression: to be asked before the body is read.</summary>
    public WireRefusal? CheckMedia() =>
        !IsJson(ContentType) ? WireRefusals.ContentType
        : !IsIdentity(ContentEncoding) ? WireRefusals.ContentEncoding
        : null;

    private static bool IsIdentity(StringValues encoding) =>
        encoding.Count == 0 || (encoding.Count == 1 && Equal(encoding[0], "identity"));

    private static bool IsJson(StringValues type)
    {
        if (type.Count != 1 || type[0] is not { } text)
        {
            return false;
        }

        var rest = text.AsSpan();
        var end = rest.IndexOf(';');
        var media = (end < 0 ? rest : rest[..end]).Trim(" \t");
        if (!media.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (end < 0)
        {
            return true;
        }

        // One parameter at most, and only this: other charsets would be another text.
        var parameter = rest[(end + 1)..].Trim(" \t");
        return parameter.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase)
            || parameter.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Equal(string? left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
