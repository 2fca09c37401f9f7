using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gatehouse.Api.People;

/// <summary>A person in an organisation.</summary>
public sealed record MemberView : IVersioned
{
    /// <summary>The person, <c>per_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Their address.</summary>
    public required string Email { get; init; }

    /// <summary>What they may do.</summary>
    public required Role Role { get; init; }

    /// <summary>The servers that an approver is limited to; null for all.</summary>
    public ImmutableArray<string>? Servers { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <inheritdoc/>
    public required int Version { get; init; }
}

/// <summary>A change of a member.</summary>
public sealed record MemberEdit
{
    /// <summary>Another role; null leaves it.</summary>
    public Role? Role { get; init; }

    /// <summary>The servers that an approver is limited to; null for all.</summary>
    [JsonConverter(typeof(EditConverter<ImmutableArray<string>?>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<ImmutableArray<string>?> Servers { get; init; }
}

/// <summary>What becomes of the grants of a member who leaves. It is asked each time, never left open.</summary>
/// <param name="Grants"><c>revoke</c> or <c>hand_over</c>.</param>
/// <param name="To">With <c>hand_over</c>: the member who owns them from then on.</param>
public sealed record MemberRemoval(LeftGrants Grants, string? To = null);

/// <summary>What ended with a member who left, as the audit tells it after <c>member.removed</c>.</summary>
/// <param name="Sessions">Sessions in the organisation.</param>
/// <param name="ApiKeys">Keys that they, or their keys, made; each has a row of its own, too.</param>
/// <param name="Invitations">Invitations that nobody had accepted.</param>
/// <param name="PasswordLinks">Links to a new password that nobody had used.</param>
public sealed record EndedAccess(int Sessions, int ApiKeys, int Invitations, int PasswordLinks);

/// <summary>What becomes of grants whose owner leaves.</summary>
[JsonConverter(typeof(WordConverter<LeftGrants>))]
public enum LeftGrants : byte
{
    /// <summary>They end at once.</summary>
    Revoke = 0,

    /// <summary>Another member owns them.</summary>
    HandOver,
}

/// <summary>A link by which a member sets a new password.</summary>
/// <param name="Link">Shown once; it works once.</param>
/// <param name="Expires">Until when.</param>
public sealed record PasswordLink(string Link, DateTimeOffset Expires);

/// <summary>A new password, by a link.</summary>
/// <param name="Token">From the link.</param>
/// <param name="Password">At least 12 characters.</param>
public sealed record NewPassword(string Token, string Password);

/// <summary>A new password, by the person who knows the old one.</summary>
/// <param name="Current">The old one.</param>
/// <param name="Password">At least 12 characters.</param>
public sealed record PasswordChange(string Current, string Password);
