using System.Security.Cryptography;
using System.Text;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Storage;

/// <summary>An <c>Idempotency-Key</c>: the same request with the same key is answered once more, not carried out once more.</summary>
/// <param name="Key">1 to 64 characters of visible ASCII.</param>
/// <param name="RequestHash">SHA-256 of what was asked, 64 hex digits.</param>
internal sealed record Repeat(string Key, string RequestHash)
{
    private const int Longest = 64;

    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Reads the header; both are null without one.</summary>
    /// <remarks>Fault: <c>idempotency-key-invalid</c>.</remarks>
    public static (Repeat? Repeat, Fault? Fault) Read(StringValues header, string method, string path, ReadOnlySpan<byte> body)
    {
        if (header.Count == 0)
        {
            return default;
        }

        if (header.Count > 1 || header[0] is not { Length: > 0 and <= Longest } key
            || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return (null, new Fault(
                ControlFaults.IdempotencyKeyInvalid, $"`Idempotency-Key` is not 1 to {Longest} characters of visible ASCII", "send a UUID"));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{method} {path}\n"));
        hash.AppendData(body);
        return (new Repeat(key, Convert.ToHexStringLower(hash.GetHashAndReset())), null);
    }
}
