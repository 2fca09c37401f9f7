using System.Globalization;
using Gatehouse.Control.Catalogue.Storage;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Catalogue.Search;

/// <summary>Behind which hit a search goes on. What it reaches is public, so it is not sealed.</summary>
/// <param name="Tier">Whether the hits that have the words in their names are over.</param>
/// <param name="Rank">The last hit.</param>
internal sealed record SearchCursor(TextTier Tier, long Rank)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Tier == TextTier.Names ? 'n' : 'r')}{Rank}");

    public static SearchCursor? Read(StringValues sent) =>
        sent.Count == 1 && sent[0] is { Length: > 1 and <= 20 } text && text[0] is 'n' or 'r'
            && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
                ? new SearchCursor(text[0] == 'n' ? TextTier.Names : TextTier.Rest, rank)
                : null;
}
