namespace Gatehouse.Api.Grants;

/// <summary>A token of a grant as a <c>gatehouse.json</c> names it: nobody finds the token from it.</summary>
/// <param name="GrantId">Whose.</param>
/// <param name="Sha256">SHA-256 of the token, 64 lower-case hex digits.</param>
/// <param name="Created">When it was made.</param>
/// <param name="ValidUntil">Set when another token replaced it.</param>
public sealed record KnownTokenView(string GrantId, string Sha256, DateTimeOffset Created, DateTimeOffset? ValidUntil = null);

/// <summary>Makes a token that an agent has already a grant's only one.</summary>
/// <param name="Sha256">SHA-256 of the token, 64 hex digits.</param>
public sealed record KnownToken(string Sha256);
