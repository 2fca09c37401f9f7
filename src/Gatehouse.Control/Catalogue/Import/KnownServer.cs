using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>A server while entries about it are written.</summary>
internal sealed class KnownServer(CatalogueServer row, long tools)
{
    /// <summary>As it is now.</summary>
    public CatalogueServer Row { get; set; } = row;

    /// <summary>How many tools it has.</summary>
    public long Tools { get; set; } = tools;

    /// <summary>Whether its tools are to be counted anew.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Sources noted in this transaction.</summary>
    public HashSet<string> Noted { get; } = new(StringComparer.Ordinal);

    /// <summary>Its tools by name, with what an entry is held against; null before they were read.</summary>
    public Dictionary<string, KnownTool>? ByName { get; set; }

    /// <summary>Their parts of addresses.</summary>
    public HashSet<string> Slugs { get; } = new(StringComparer.Ordinal);
}

/// <summary>What of a tool that is there decides what an entry about it does.</summary>
internal readonly record struct KnownTool(long Id, long Rank, string Slug, string Digest, long Classifier, long Precedence);
