using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Limits;

/// <summary>The identity of counters: a digest of document, key, counter, window, scope, path and whose it is.</summary>
/// <remarks>`policy-language` section 5. Every part is length-prefixed, so no value can pose as a separator.</remarks>
internal sealed class CounterKeys
{
    private const int MaxKept = 100_000;
    private readonly ConcurrentDictionary<Identity, string> _keys = new();

    /// <summary>32 lower-case hex digits.</summary>
    /// <param name="layer">The document the limit stands in.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="subject">Whose calls share the counter.</param>
    /// <param name="isShadow">Whether the document only observes: its counts are kept apart.</param>
    public string Of(PolicyLayer layer, LimitRule limit, string subject, bool isShadow)
    {
        var identity = new Identity(layer, limit, subject, isShadow);
        if (_keys.TryGetValue(identity, out var key))
        {
            return key;
        }

        if (_keys.Count >= MaxKept)
        {
            _keys.Clear();
        }

        return _keys[identity] = Digest(identity);
    }

    private static string Digest(in Identity identity)
    {
        var (layer, limit, subject, isShadow) = identity;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, layer.Kind.ToString());
        Append(hash, layer.DocumentId);
        Append(hash, limit.Key);
        Append(hash, limit.Counter);
        Append(hash, limit.Window.Text);
        Append(hash, limit.Scope.ToString());
        Append(hash, limit.IncrementFrom?.Text ?? "");
        Append(hash, subject);
        Append(hash, isShadow ? "shadow" : "");
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..16]);
    }

    private static void Append(IncrementalHash hash, string part)
    {
        Span<byte> length = stackalloc byte[4];
        var utf8 = Encoding.UTF8.GetBytes(part);
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        hash.AppendData(length);
        hash.AppendData(utf8);
    }

    // Documents are immutable, so their limits are known by reference; comparing them by value would cost more.
    private readonly record struct Identity(PolicyLayer Layer, LimitRule Limit, string Subject, bool IsShadow)
    {
        public bool Equals(Identity other) =>
            ReferenceEquals(Limit, other.Limit)
            && ReferenceEquals(Layer, other.Layer)
            && IsShadow == other.IsShadow
            && string.Equals(Subject, other.Subject, StringComparison.Ordinal);

        public override int GetHashCode() =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(Limit), Subject.GetHashCode(StringComparison.Ordinal), IsShadow);
    }
}
