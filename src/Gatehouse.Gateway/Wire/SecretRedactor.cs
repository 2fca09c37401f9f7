using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>Takes an upstream's own secrets out of what it answers.</summary>
/// <remarks>
/// Found are: the value itself, any JSON escaping of it (strings are compared decoded), base64 in both alphabets at all
/// alignments, and percent-encoding in any mixture. Values under six bytes are left alone; see <see cref="Ignored"/>.
/// </remarks>
internal sealed class SecretRedactor
{
    private static readonly byte[] _mark = "[redacted]"u8.ToArray();

    private readonly byte[][] _values;
    private readonly byte[][] _patterns;
    private readonly bool _hasNumbers;

    public SecretRedactor(ImmutableArray<string> secrets)
    {
        var all = secrets.SelectMany(SecretPatterns.Values).Distinct(StringComparer.Ordinal)
            .Select(Encoding.UTF8.GetBytes).ToArray();

        // Longest first: where one secret holds another, the longer goes whole.
        _values = [.. all.Where(value => value.Length >= SecretPatterns.Shortest).OrderByDescending(value => value.Length)];
        _patterns = [.. _values.SelectMany(SecretPatterns.Of).OrderByDescending(pattern => pattern.Length)];
        _hasNumbers = _values.Any(value => !value.AsSpan().ContainsAnyExcept("0123456789.+-eE"u8));
        Ignored = secrets.Count(secret => Encoding.UTF8.GetByteCount(secret) < SecretPatterns.Shortest);
    }

    /// <summary>How many secrets are too short to be searched for: the operator is warned of them.</summary>
    public int Ignored { get; }

    /// <summary>A validated JSON text without the secrets; the same memory when there is none in it.</summary>
    /// <returns>An empty text when what is left would not be sound JSON: the answer is not passed on then.</returns>
    public ReadOnlyMemory<byte> Json(ReadOnlyMemory<byte> json)
    {
        if (!MayHold(json.Span))
        {
            return json;
        }

        var to = new ArrayBufferWriter<byte>(json.Length);
        var rest = json.Span;
        var isChanged = false;
        while (!rest.IsEmpty)
        {
            var length = rest[0] == '"' ? JsonItems.SkipString(rest, 0) : Plain(rest);
            var part = rest[..length];
            isChanged |= rest[0] == '"' ? RedactString(to, part) : RedactNumber(to, part);
            rest = rest[length..];
        }

        return !isChanged ? json
            : JsonScan.Check(to.WrittenSpan, JsonCaps.Answer) == JsonVerdict.Sound ? to.WrittenMemory
            : default;
    }

    /// <summary>Any other text without the secrets, for example an error that goes into a log.</summary>
    public string Text(string text)
    {
        var to = new ArrayBufferWriter<byte>();
        return Replace(to, Encoding.UTF8.GetBytes(text)) ? Encoding.UTF8.GetString(to.WrittenSpan) : text;
    }

    /// <summary>A quick look over the whole text at once: decoding it as if it were one string changes no string in it.</summary>
    private bool MayHold(ReadOnlySpan<byte> json)
    {
        if (_patterns.Length == 0)
        {
            return false;
        }

        if (!json.Contains((byte)'\\'))
        {
            return Holds(json);
        }

        var decoded = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            return Holds(decoded.AsSpan(0, JsonString.Unescape(json, decoded)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    private bool Holds(ReadOnlySpan<byte> text)
    {
        foreach (var pattern in _patterns)
        {
            if (text.IndexOf(pattern) >= 0)
            {
                return true;
            }
        }

        return PercentMatch.Find(text, _values, out _) >= 0;
    }

    private bool RedactString(IBufferWriter<byte> to, ReadOnlySpan<byte> quoted)
    {
        var text = quoted[1..^1];
        var decoded = ArrayPool<byte>.Shared.Rent(text.Length);
        var length = JsonString.Unescape(text, decoded);
        var replaced = new ArrayBufferWriter<byte>(Math.Max(length, 16));
        var isChanged = Holds(decoded.AsSpan(0, length)) && Replace(replaced, decoded.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(decoded);
        if (!isChanged)
        {
            to.Write(quoted);
            return false;
        }

        to.Write("\""u8);
        CanonicalJson.Escape(to, replaced.WrittenSpan);
        to.Write("\""u8);
        return true;
    }

    /// <summary>The part up to the next string; a number in it that is a secret becomes a string.</summary>
    private bool RedactNumber(IBufferWriter<byte> to, ReadOnlySpan<byte> part)
    {
        if (!_hasNumbers || !Holds(part))
        {
            to.Write(part);
            return false;
        }

        while (!part.IsEmpty)
        {
            var isNumber = part[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9');
            var length = isNumber ? part.IndexOfAnyExcept("0123456789.+-eE"u8) : part.IndexOfAny("-0123456789"u8);
            length = length < 0 ? part.Length : length;
            to.Write(isNumber && Holds(part[..length]) ? "\"[redacted]\""u8 : part[..length]);
            part = part[length..];
        }

        return true;
    }

    private bool Replace(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> text)
    {
        var isChanged = false;
        while (true)
        {
            var (at, length) = First(text);
            if (at < 0)
            {
                to.Write(text);
                return isChanged;
            }

            to.Write(text[..at]);
            to.Write(_mark);
            text = text[(at + length)..];
            isChanged = true;
        }
    }

    private (int At, int Length) First(ReadOnlySpan<byte> text)
    {
        var at = PercentMatch.Find(text, _values, out var length);
        foreach (var pattern in _patterns)
        {
            var found = text.IndexOf(pattern);
            if (found >= 0 && (at < 0 || found < at || (found == at && pattern.Length > length)))
            {
                (at, length) = (found, pattern.Length);
            }
        }

        return (at, length);
    }

    private static int Plain(ReadOnlySpan<byte> rest) => rest.IndexOf((byte)'"') is >= 0 and var quote ? quote : rest.Length;
}
