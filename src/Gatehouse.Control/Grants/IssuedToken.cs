namespace Gatehouse.Control.Grants;

/// <summary>One token of a grant. While it is rotated a grant has several.</summary>
internal sealed class IssuedToken
{
    /// <summary>SHA-256 of the token, 64 hex digits.</summary>
    public required string Hash { get; init; }

    public required string GrantId { get; init; }

    /// <summary>How it begins.</summary>
    public required string Shown { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Set when another token replaced it.</summary>
    public DateTimeOffset? ValidUntil { get; set; }
}
