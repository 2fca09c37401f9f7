using Gatehouse.Control.Organisations;
using Gatehouse.Control.Storage;

namespace Gatehouse.Control.Grants;

/// <summary>The credential of one agent on one server, with its policy.</summary>
internal sealed class Grant : IListed
{
    /// <summary><c>grt_…</c>.</summary>
    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    public required string ServerId { get; init; }

    public required string Label { get; set; }

    /// <summary>Null denies everything.</summary>
    public string? PolicyId { get; set; }

    public required string OwnerId { get; set; }

    /// <summary>The person, key or server that made it: who may not approve its calls. Null where it was made before this was kept.</summary>
    public string? MadeById { get; init; }

    public List<string> Tags { get; set; } = [];

    public required DateTimeOffset Expires { get; set; }

    /// <summary>Networks that it may come from, as CIDR; empty for all.</summary>
    public List<string> Networks { get; set; } = [];

    /// <summary>Without a beat for so long it is frozen; null for no such limit.</summary>
    public TimeSpan? HeartbeatLimit { get; set; }

    public DateTimeOffset? LastBeat { get; set; }

    /// <summary>Whether the operator's file has it: then nobody changes it here.</summary>
    public bool IsOfFile { get; set; }

    public FreezeMark? Frozen { get; set; }

    public DateTimeOffset? Revoked { get; set; }

    public required DateTimeOffset Created { get; init; }

    public int Version { get; set; } = 1;
}
