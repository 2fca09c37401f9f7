using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;

namespace Gatehouse.Control.People;

/// <summary>Who asks. It comes from the credential alone, never from an id, a header or a body.</summary>
internal sealed record Principal
{
    public required ActorKind Kind { get; init; }

    /// <summary>Person or API key; empty for a link.</summary>
    public required string Id { get; init; }

    /// <summary>As people know them: address or label.</summary>
    public required string Label { get; init; }

    public required string OrganisationId { get; init; }

    public required Role Role { get; init; }

    /// <summary>The servers that an approver is limited to; null for all.</summary>
    public ImmutableArray<string>? Servers { get; init; }

    /// <summary>Network address that the request came from.</summary>
    public required string From { get; init; }

    /// <summary>The session of a person; null for an API key.</summary>
    public string? SessionId { get; init; }

    /// <summary>Null where the right is theirs, else the fault.</summary>
    public Fault? Lacks(Right right) => Kind != ActorKind.Link && RightTable.Allows(Role, right)
        ? null
        : new Fault(
            ControlFaults.RightMissing, $"the role `{Words<Role>.Of(Role)}` does not have the right `{Words<Right>.Of(right)}`",
            "ask an admin of your organisation");

    /// <summary>Somebody with no more than a link; the change itself checks the link and uses it up.</summary>
    public static Principal OfLink(string organisationId, string label, string from) => new()
    {
        Kind = ActorKind.Link, Id = "", Label = label, OrganisationId = organisationId, Role = Role.Viewer, From = from,
    };

    /// <summary>The server itself.</summary>
    public static Principal OfServer(string organisationId) => new()
    {
        Kind = ActorKind.Server, Id = "", Label = "server", OrganisationId = organisationId, Role = Role.Viewer, From = "",
    };
}
