using System.Text.Json.Serialization;

namespace Gatehouse.Api.Organisations;

/// <summary>One organisation: people, servers, grants and policies belong to exactly one.</summary>
public sealed record OrganisationView : IVersioned
{
    /// <summary>Opaque id, <c>org_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    /// <value>1 to 100 characters.</value>
    public required string Name { get; init; }

    /// <summary>The policy above every server's and grant's own; null for none.</summary>
    public string? BaselinePolicyId { get; init; }

    /// <summary>Whether who owns a grant may approve its calls: for installations of one person.</summary>
    public bool OwnersMayApprove { get; init; }

    /// <summary>Whether a version of a policy that may open something waits for a second person.</summary>
    public bool WideningNeedsSecond { get; init; }

    /// <summary>Set while every call of the organisation is denied.</summary>
    public FreezeView? Frozen { get; init; }

    /// <summary>When it was set up.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <inheritdoc/>
    public required int Version { get; init; }
}

/// <summary>A change of an organisation.</summary>
public sealed record OrganisationEdit
{
    /// <summary>A new name.</summary>
    [JsonConverter(typeof(EditConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<string> Name { get; init; }

    /// <summary>A policy of the organisation, or null for none.</summary>
    [JsonConverter(typeof(EditConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<string> BaselinePolicyId { get; init; }

    /// <summary>Whether who owns a grant may approve its calls; null leaves it.</summary>
    public bool? OwnersMayApprove { get; init; }

    /// <summary>Whether a version of a policy that may open something waits for a second person; null leaves it.</summary>
    public bool? WideningNeedsSecond { get; init; }
}
