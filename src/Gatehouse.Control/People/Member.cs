using Gatehouse.Api.People;
using Gatehouse.Control.Storage;

namespace Gatehouse.Control.People;

/// <summary>A person in an organisation.</summary>
internal sealed class Member : IListed
{
    public required string OrganisationId { get; init; }

    public required string PersonId { get; init; }

    public required Role Role { get; set; }

    /// <summary>The servers that an approver is limited to; null for all.</summary>
    public List<string>? Servers { get; set; }

    public required DateTimeOffset Created { get; init; }

    public int Version { get; set; } = 1;

    // Within one organisation, a member is known by the person's id.
    string IListed.Id => PersonId;
}
