using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>Every spelling of a secret that is searched for as it stands.</summary>
internal static class SecretPatterns
{
    /// <summary>Shorter values would be found in ordinary text, and are told apart by nobody.</summary>
    public const int Shortest = 6;

    /// <summary>The values themselves: of <c>Bearer x</c> also x, of <c>Basic x</c> also user:password and password.</summary>
    public static IEnumerable<string> Values(string secret)
    {
        yield return secret;
        var blank = secret.IndexOf(' ', StringComparison.Ordinal);
        if (blank <= 0)
        {
            yield break;
        }

        var bare = secret[(blank + 1)..].Trim();
        yield return bare;
        if (secret.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Plain(bare) is { } pair)
        {
            yield return pair;
            yield return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }
    }

    /// <summary>One value, as it is, as a JSON string inside a JSON string, and in base64 at all three alignments.</summary>
    public static IEnumerable<byte[]> Of(byte[] value)
    {
        yield return value;
        var quoted = System.Text.Json.JsonEncodedText.Encode(value).EncodedUtf8Bytes.ToArray();
        if (!quoted.AsSpan().SequenceEqual(value))
        {
            yield return quoted;
        }

        var nested = new System.Buffers.ArrayBufferWriter<byte>();
        CanonicalJson.Escape(nested, value);
        if (!nested.WrittenSpan.SequenceEqual(value) && !nested.WrittenSpan.SequenceEqual(quoted))
        {
            yield return nested.WrittenSpan.ToArray();
        }

        for (var before = 0; before < 3; before++)
        {
            var standard = Base64(value, before);
            yield return Encoding.ASCII.GetBytes(standard);
            if (standard.AsSpan().IndexOfAny('+', '/') >= 0)
            {
                yield return Encoding.ASCII.GetBytes(standard.Replace('+', '-').Replace('/', '_'));
            }
        }
    }

    /// <summary>The characters that depend on the value alone, when so many bytes stand before it.</summary>
    private static string Base64(byte[] value, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. value]);
        var first = ((before * 8) + 5) / 6;
        var behind = (before + value.Length) * 8 / 6;
        return text[first..behind];
    }

    private static string? Plain(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length))
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
