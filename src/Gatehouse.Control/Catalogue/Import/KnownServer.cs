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
}
