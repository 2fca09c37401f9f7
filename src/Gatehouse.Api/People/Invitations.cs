using System.Collections.Immutable;

namespace Gatehouse.Api.People;

/// <summary>Invites somebody into the organisation.</summary>
/// <param name="Email">Their address.</param>
/// <param name="Role">What they will be.</param>
/// <param name="Servers">The servers that an approver is limited to; null for all.</param>
public sealed record NewInvitation(string Email, Role Role, ImmutableArray<string>? Servers = null);

/// <summary>An invitation that waits.</summary>
public record InvitationView
{
    /// <summary>Opaque id, <c>inv_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Who is invited.</summary>
    public required string Email { get; init; }

    /// <summary>What they will be.</summary>
    public required Role Role { get; init; }

    /// <summary>The servers that an approver is limited to; null for all.</summary>
    public ImmutableArray<string>? Servers { get; init; }

    /// <summary>Who invited, as people know them.</summary>
    public required string By { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Until when the link works.</summary>
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>A new invitation with its link.</summary>
/// <param name="Invitation">The invitation.</param>
/// <param name="Link">What the invited person opens; shown this once.</param>
/// <param name="IsMailed">Whether they get it by e-mail, too.</param>
public sealed record CreatedInvitation(InvitationView Invitation, string Link, bool IsMailed = false);

/// <summary>Accepts an invitation.</summary>
/// <param name="Token">From the link.</param>
/// <param name="Password">
/// The password of the person where they are known here already, else the one they choose: at least 12 characters.
/// </param>
public sealed record InvitationAcceptance(string Token, string Password);
