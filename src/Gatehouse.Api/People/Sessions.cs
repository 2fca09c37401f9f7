using System.Collections.Immutable;

namespace Gatehouse.Api.People;

/// <summary>Signs in.</summary>
/// <param name="Email">Address of the person.</param>
/// <param name="Password">Their password.</param>
/// <param name="Code">Six digits of their authenticator app, or a recovery code; only where they have one set up.</param>
/// <param name="OrganisationId">Which of their organisations; null for the first.</param>
public sealed record NewSession(string Email, string Password, string? Code = null, string? OrganisationId = null);

/// <summary>Who asks, and what they may do.</summary>
public sealed record Whoami
{
    /// <summary><c>person</c> or <c>api_key</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Opaque id, <c>per_…</c> or <c>key_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>E-mail address, or the key's label.</summary>
    public required string Label { get; init; }

    /// <summary>The organisation that this session or key works in.</summary>
    public required OrganisationChoice Organisation { get; init; }

    /// <summary>Role in it.</summary>
    public required Role Role { get; init; }

    /// <summary>The servers that an approver is limited to; null for all.</summary>
    public ImmutableArray<string>? Servers { get; init; }

    /// <summary>What may be done, in stable words.</summary>
    public required ImmutableArray<string> Rights { get; init; }

    /// <summary>Every organisation that the person belongs to.</summary>
    public required ImmutableArray<OrganisationChoice> Organisations { get; init; }

    /// <summary>Whether the person signs in with a code beside the password.</summary>
    public required bool HasAuthenticator { get; init; }

    /// <summary>Whether the person showed that their address is theirs.</summary>
    public required bool IsEmailConfirmed { get; init; }

    /// <summary>Whether the person has a password here.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>Whether an account of the issuer is linked.</summary>
    public required bool HasOpenId { get; init; }
}

/// <summary>One of a person's organisations.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Name">What people call it.</param>
public sealed record OrganisationChoice(string Id, string Name);

/// <summary>Works on in another of one's organisations.</summary>
/// <param name="OrganisationId">One of those that <see cref="Whoami"/> lists.</param>
public sealed record SessionOrganisation(string OrganisationId);

/// <summary>One place where a person is signed in.</summary>
public sealed record SessionView
{
    /// <summary>Opaque id, <c>ses_…</c>; it is not the cookie.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it is the one that asks.</summary>
    public required bool IsThis { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was used last, to the minute.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When it ends by itself, if it is not used.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Network address that it began from.</summary>
    public required string From { get; init; }

    /// <summary>What the browser calls itself; null where it says nothing.</summary>
    public string? Agent { get; init; }
}
