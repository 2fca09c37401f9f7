using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>What is kept of a line that was too long to be read: its two ends, which mostly say whose answer it was.</summary>
internal sealed partial class LongLine
{
    /// <summary>Most bytes kept of each end.</summary>
    private const int Edge = 512;

    private readonly byte[] _headBytes = new byte[Edge];
    private readonly byte[] _tailBytes = new byte[Edge];
    private int _headLength;
    private int _tailLength;

    private ReadOnlySpan<byte> Head => _headBytes.AsSpan(0, _headLength);

    private ReadOnlySpan<byte> Tail => _tailBytes.AsSpan(Edge - _tailLength);

    /// <summary>Takes the next part of the line.</summary>
    public void Add(in ReadOnlySequence<byte> part)
    {
        var first = part.Slice(0, Math.Min(part.Length, Edge - _headLength));
        first.CopyTo(_headBytes.AsSpan(_headLength));
        _headLength += (int)first.Length;

        // The end of the line stands at the end of its buffer; what is older moves to the front and out.
        var last = part.Slice(Math.Max(0, part.Length - Edge));
        var fresh = (int)last.Length;
        _tailBytes.AsSpan(fresh).CopyTo(_tailBytes);
        last.CopyTo(_tailBytes.AsSpan(Edge - fresh));
        _tailLength = Math.Min(Edge, _tailLength + fresh);
    }

    /// <summary>Whether it was an answer, as far as that can be told, and the key of the request that it names; null where it cannot.</summary>
    /// <remarks>A server that lies here spoils its own sessions alone: an answer goes to nobody in any case.</remarks>
    public (bool MayBeAnswer, string? Key) Read()
    {
        var reader = new Utf8JsonReader(Head, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.ValueTextEquals("method"u8))
                    return (false, null);
                if (reader.ValueTextEquals("id"u8) && reader.Read() && reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
                {
                    var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                    return (true, RpcKey.Of(Head[start..end]));
                }
            }
        }
        catch (JsonException)
        {
            // Noise that is no message: nobody's answer, but one may have been in it.
        }

        // Some write the result first. What stands in a string has its quotes escaped, so this is the message's own member.
        return (true, LastId().Match(Encoding.Latin1.GetString(Tail)) is { Success: true } found
            ? RpcKey.Of(Encoding.Latin1.GetBytes(found.Groups["id"].Value))
            : null);
    }

    [GeneratedRegex(
        """[,{]\s*"id"\s*:\s*(?<id>-?[0-9]{1,16}|"([^"\\]|\\.){0,300}")\s*(,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LastId();
}
