using Gatehouse.Api.People;
using Gatehouse.Control.Storage;

namespace Gatehouse.Control.People;

/// <summary>Somebody may become a member by a link.</summary>
internal sealed class Invitation : IListed
{
    /// <summary><c>inv_…</c>.</summary>
    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    public required string Email { get; init; }

    public required Role Role { get; init; }

    public List<string>? Servers { get; init; }

    public required string TokenHash { get; init; }

    /// <summary>The member who invited; their right to is looked at again when it is accepted.</summary>
    public required string CreatedById { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset? Accepted { get; set; }
}
