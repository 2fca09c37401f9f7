using System.Collections.Immutable;

namespace Gatehouse.Server.Dashboard.Assets;

/// <summary>One file that pages load.</summary>
/// <param name="Path">Where it is: its name has a part of its hash, so what browsers keep is never stale.</param>
/// <param name="ContentType">Its kind.</param>
/// <param name="Plain">As it is.</param>
/// <param name="Brotli">The same, compressed; null for what is compressed as it is.</param>
/// <param name="Gzip">The same, compressed; null for what is compressed as it is.</param>
internal sealed record Asset(string Path, string ContentType, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
{
    /// <summary>Where the modules are that it imports, through others too: a browser is told of all at once, not of one by the other.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];
}
