using System.Buffers;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Wire;

/// <summary>The digest that makes two calls one and the same for an approval.</summary>
/// <remarks>Section 6 of the policy language: values and numbers as sent; order and escapes do not count.</remarks>
internal static class CanonicalParams
{
    /// <summary>SHA-256 of <c>params</c> without <c>_meta</c>, lower-case hex; null when they are not sound.</summary>
    /// <param name="parameters">The object as it came; empty reads as <c>{}</c>.</param>
    /// <param name="withoutAnswers">Whether the gateway's own <c>inputResponses</c> and <c>requestState</c> are taken off.</param>
    public static string? Digest(ReadOnlySpan<byte> parameters, bool withoutAnswers) =>
        Hash(parameters, JsonCaps.Request, withoutAnswers ? ["_meta", "inputResponses", "requestState"] : ["_meta"]);

    /// <summary>SHA-256 of the canonical text of any value, lower-case hex; null when it is not sound.</summary>
    public static string? Hash(ReadOnlySpan<byte> json, JsonCaps caps, params ReadOnlySpan<string> without)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(json.Length, 16));
        return CanonicalJson.Write(text, json.IsEmpty ? "{}"u8 : json, caps, without)
            ? Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan))
            : null;
    }
}
