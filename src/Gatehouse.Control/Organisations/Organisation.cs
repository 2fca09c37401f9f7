using Gatehouse.Control.Storage;

namespace Gatehouse.Control.Organisations;

/// <summary>People, servers, grants and policies belong to exactly one.</summary>
internal sealed class Organisation : IListed
{
    /// <summary><c>org_…</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    public string? BaselinePolicyId { get; set; }

    /// <summary>Whether who owns a grant may approve its calls: for installations of one person.</summary>
    public bool OwnersMayApprove { get; set; }

    /// <summary>Whether a version of a policy that may open something waits for a second person.</summary>
    public bool WideningNeedsSecond { get; set; }

    public FreezeMark? Frozen { get; set; }

    public required DateTimeOffset Created { get; init; }

    public int Version { get; set; } = 1;
}
