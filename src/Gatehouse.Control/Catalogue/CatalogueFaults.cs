using Gatehouse.Policy;

namespace Gatehouse.Control.Catalogue;

/// <summary>Faults of the catalogue.</summary>
internal static class CatalogueFaults
{
    /// <summary>Its database cannot be used.</summary>
    public static readonly FaultCode Unusable = new("catalogue-unusable");

    /// <summary>An import is over, or was never one that takes entries.</summary>
    public static readonly FaultCode ImportClosed = new("import-closed");

    /// <summary>Entries were sent that do not follow on what the import has.</summary>
    public static readonly FaultCode ImportElsewhere = new("import-elsewhere");
}
