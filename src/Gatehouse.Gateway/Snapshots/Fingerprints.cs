using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Tells whether two entries are the same connection: address, credential and process, as one digest.</summary>
internal static class Fingerprints
{
    /// <summary>SHA-256 in lower-case hex. Times and sizes count too, so that a change of them makes a new pool.</summary>
    public static string Of(UpstreamEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, entry.ServerId, $"{entry.AnswerTimeout.Ticks} {entry.ConnectTimeout.Ticks} {entry.MaxAnswerBytes} {entry.MaxConcurrency}");
        switch (entry)
        {
            case UpstreamEntry.Http http:
                Append(hash, http.IsOperatorAddress ? "http" : "http by api", http.Url.AbsoluteUri, http.IsSse ? $"sse {http.IdleTimeout.Ticks}" : "", http.Credential is null ? "" : "credential");
                Append(hash, [.. http.Headers.OrderBy(pair => pair.Key.ToUpperInvariant(), StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value })]);
                break;
            case UpstreamEntry.Unusable unusable:
                Append(hash, "unusable", unusable.Reason.ToString());
                break;
            case UpstreamEntry.Stdio stdio:
                Append(hash, "stdio", stdio.WorkingDirectory ?? "", $"{stdio.MaxProcessesPerGrant} {stdio.IdleTimeout.Ticks}");
                Append(hash, [.. stdio.Command]);
                Append(hash, [.. stdio.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value })]);
                break;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            var utf8 = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(utf8.Length));
            hash.AppendData(utf8);
        }

        hash.AppendData(BitConverter.GetBytes(-parts.Length));
    }
}
