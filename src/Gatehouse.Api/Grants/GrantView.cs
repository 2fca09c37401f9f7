using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gatehouse.Api.Organisations;

namespace Gatehouse.Api.Grants;

/// <summary>The credential of one agent on one server, with its policy.</summary>
public sealed record GrantView : IVersioned
{
    /// <summary>Opaque id, <c>grt_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>The one server that it is for.</summary>
    public required string ServerId { get; init; }

    /// <summary>Its policy; null denies everything.</summary>
    public string? PolicyId { get; init; }

    /// <summary>The member who answers for it.</summary>
    public required string OwnerId { get; init; }

    /// <summary>What policies can look at: <c>name</c> or <c>name=value</c>.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Networks that its calls may come from, as CIDR; empty for all.</summary>
    public required ImmutableArray<string> Networks { get; init; }

    /// <summary>Without a heartbeat for so long it is frozen; null where it needs none.</summary>
    /// <value>Seconds, 10 to 31,536,000.</value>
    public long? HeartbeatSeconds { get; init; }

    /// <summary>When the next heartbeat has to have come; null where it needs none.</summary>
    public DateTimeOffset? HeartbeatDue { get; init; }

    /// <summary>Its tokens; while it is rotated there are several.</summary>
    public required ImmutableArray<TokenView> Tokens { get; init; }

    /// <summary>Set while every call of it is denied.</summary>
    public FreezeView? Frozen { get; init; }

    /// <summary>When it was revoked; null while it holds.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary><c>file</c> where the operator's file keeps it: then it is not changed here. Null for what people keep.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How it was used lately; only where it is read, and not while the records cannot be.</summary>
    public GrantUseView? Use { get; init; }

    /// <inheritdoc/>
    public required int Version { get; init; }
}

/// <summary>How a grant was used lately.</summary>
/// <param name="Calls">Calls of the last 24 hours, to a quarter of an hour.</param>
/// <param name="Denied">How many of them were denied.</param>
/// <param name="LastUsed">Time of its last call; null for never.</param>
public sealed record GrantUseView(long Calls, long Denied, DateTimeOffset? LastUsed = null);

/// <summary>A heartbeat that was taken.</summary>
/// <param name="Id">The grant.</param>
/// <param name="Label">What people call it.</param>
/// <param name="HeartbeatDue">When the next one has to have come.</param>
public sealed record BeatView(string Id, string Label, DateTimeOffset HeartbeatDue);

/// <summary>One token of a grant.</summary>
/// <param name="Shown">How it begins.</param>
/// <param name="Created">When it was made.</param>
/// <param name="ValidUntil">Set when another token replaced it.</param>
public sealed record TokenView(string Shown, DateTimeOffset Created, DateTimeOffset? ValidUntil = null);

/// <summary>Makes a grant.</summary>
public sealed record NewGrant
{
    /// <summary>Its id, where a file of before names it so that records go on under it; null for a new one.</summary>
    /// <value>1 to 128 of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>; unique in the installation and never given again.</value>
    public string? Id { get; init; }

    /// <summary>SHA-256 of a token that its agent has already, 64 hex digits; null for a new token.</summary>
    public string? TokenSha256 { get; init; }

    /// <summary>What people call it, 1 to 100 characters.</summary>
    public required string Label { get; init; }

    /// <summary>Its server.</summary>
    public required string ServerId { get; init; }

    /// <summary>Its policy; null denies everything.</summary>
    public string? PolicyId { get; init; }

    /// <summary>The member who answers for it; null for who makes it, which has to be a person.</summary>
    public string? OwnerId { get; init; }

    /// <summary>What policies can look at: <c>name</c> or <c>name=value</c>.</summary>
    public ImmutableArray<string>? Tags { get; init; }

    /// <summary>When it ends: ahead, at most ten years.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Networks that its calls may come from, as CIDR; null or empty for all.</summary>
    public ImmutableArray<string>? Networks { get; init; }

    /// <summary>Without a heartbeat for so many seconds it is frozen; null where it needs none.</summary>
    public long? HeartbeatSeconds { get; init; }
}

/// <summary>A change of a grant.</summary>
public sealed record GrantEdit
{
    /// <summary>What people call it.</summary>
    [JsonConverter(typeof(EditConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<string> Label { get; init; }

    /// <summary>The member who answers for it.</summary>
    [JsonConverter(typeof(EditConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<string> OwnerId { get; init; }

    /// <summary>What policies can look at: <c>name</c> or <c>name=value</c>; null for none.</summary>
    [JsonConverter(typeof(EditConverter<ImmutableArray<string>?>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<ImmutableArray<string>?> Tags { get; init; }

    /// <summary>When it ends; null leaves it.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Networks that its calls may come from; null for all.</summary>
    [JsonConverter(typeof(EditConverter<ImmutableArray<string>?>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<ImmutableArray<string>?> Networks { get; init; }

    /// <summary>The limit of its heartbeat in seconds; null for none.</summary>
    [JsonConverter(typeof(EditConverter<long?>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<long?> HeartbeatSeconds { get; init; }
}

/// <summary>Attaches a policy to a grant, or detaches it.</summary>
/// <param name="PolicyId">A policy of the organisation; null denies everything.</param>
public sealed record PolicyChoice([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? PolicyId);

/// <summary>Makes another token; the ones before hold for a while longer.</summary>
/// <param name="OverlapSeconds">For how long: 0 to 2,592,000; 0 ends them at once.</param>
public sealed record TokenRotation(long OverlapSeconds = 0);

/// <summary>A grant with its new token.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Token">The token. It is shown this once and kept nowhere. Null where its agent has it already.</param>
/// <param name="Endpoint">The address that clients connect to.</param>
/// <param name="Clients">What to put where in the usual clients; empty without a token.</param>
public sealed record IssuedGrant(
    GrantView Grant, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Token, string Endpoint, ImmutableArray<ClientForm> Clients);

/// <summary>What to put where in one MCP client.</summary>
/// <param name="Client">Stable word, for example <c>claude_code</c>.</param>
/// <param name="Where">A file, or that it is a command.</param>
/// <param name="Text">The text, token included.</param>
public sealed record ClientForm(string Client, string Where, string Text);
