namespace Gatehouse.Ledger.Approvals;

/// <summary>Somebody who settles a request. Votes are told apart by <paramref name="Id"/>: two of one person count once.</summary>
/// <param name="Id">The person.</param>
/// <param name="Label">As others know them.</param>
/// <param name="Via">The API key that spoke for them, or null.</param>
public sealed record Voter(string Id, string Label, string? Via = null)
{
    /// <summary>Somebody who is known by a name alone: the user of this machine.</summary>
    public static Voter Named(string name) => new(name, name);
}

/// <summary>One person's yes.</summary>
/// <param name="By">Who.</param>
/// <param name="Comment">What they wrote, or null.</param>
/// <param name="At">When, by the store's clock.</param>
public sealed record ApprovalVote(Voter By, string? Comment, DateTimeOffset At);
