using System.Buffers;

namespace Gatehouse.Policy.Operators;

/// <summary>A test of a text by its decoded characters in UTF-8.</summary>
internal delegate Judgement TextTest(ReadOnlySpan<byte> utf8);

/// <summary>JSON strings by their decoded characters.</summary>
internal static class DecodedText
{
    private const int OnStack = 512;

    /// <summary>Judges a string; without an escape the test sees the request's own bytes.</summary>
    /// <param name="json">The string with its quotes.</param>
    /// <param name="test">Sees the decoded text, only for the time of the call.</param>
    public static Judgement Judge(ReadOnlySpan<byte> json, TextTest test)
    {
        var body = json[1..^1];
        return body.Contains((byte)'\\') ? JudgeEscaped(body, test) : test(body);
    }

    /// <summary>The decoded text in a new array, or null where the escapes are no text (a lone surrogate).</summary>
    /// <param name="json">The string with its quotes.</param>
    public static byte[]? Copy(ReadOnlySpan<byte> json)
    {
        var body = json[1..^1];
        var text = new byte[body.Length];
        return JsonEscapes.TryDecode(body, text, out var length) ? text[..length] : null;
    }

    private static Judgement JudgeEscaped(ReadOnlySpan<byte> body, TextTest test)
    {
        byte[]? rented = null;
        try
        {
            var buffer = body.Length <= OnStack
                ? stackalloc byte[OnStack]
                : rented = ArrayPool<byte>.Shared.Rent(body.Length);
            return JsonEscapes.TryDecode(body, buffer, out var length)
                ? test(buffer[..length])
                : Judgement.Unknown(UnknownWhy.NotPlain);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
