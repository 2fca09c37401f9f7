using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Catalogue;

/// <summary>
/// Whose admins fill the catalogue and read what is written to its operator. It is one for all organisations, and public: whoever made
/// an account here for himself may not write into it.
/// </summary>
internal sealed class CatalogueKeeper(ControlDb db, CatalogueSettings settings)
{
    /// <summary>Why somebody may not; null for an admin of the organisation that the operator named, or else of the first one.</summary>
    /// <remarks>Fault: <c>right-missing</c>.</remarks>
    public async ValueTask<Fault?> RefusesAsync(Principal who, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeCatalogue) is { } lacking)
        {
            return lacking;
        }

        var keeper = settings.OrganisationId
            ?? await db.Organisations.OrderBy(row => row.Created).ThenBy(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancel);
        return who.OrganisationId == keeper
            ? null
            : new Fault(
                ControlFaults.RightMissing, "another organisation keeps the catalogue of this server",
                "the operator's setting `catalogue_organisation` says which");
    }
}
