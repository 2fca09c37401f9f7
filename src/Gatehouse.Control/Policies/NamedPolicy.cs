using Gatehouse.Control.Storage;

namespace Gatehouse.Control.Policies;

/// <summary>A named document with its versions.</summary>
internal sealed class NamedPolicy : IListed
{
    /// <summary><c>pol_…</c>.</summary>
    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    /// <summary>Unique among those of the organisation that are not retired.</summary>
    public required string Name { get; set; }

    /// <summary>The version in force, from 1.</summary>
    public int CurrentNumber { get; set; } = 1;

    /// <summary>A version that is evaluated beside the one in force, and decides nothing; null for none.</summary>
    public int? ObservedNumber { get; set; }

    /// <summary>Since when it is observed.</summary>
    public DateTimeOffset? ObservedSince { get; set; }

    /// <summary>Whether the operator's file has it: then nobody changes it here.</summary>
    public bool IsOfFile { get; set; }

    public DateTimeOffset? Retired { get; set; }

    public required DateTimeOffset Created { get; init; }

    public int Version { get; set; } = 1;
}
