namespace Gatehouse.Control.OpenId;

/// <summary>What the issuer says of who signed in, checked.</summary>
/// <param name="Subject">Who, for good.</param>
/// <param name="Email">Null where it says none.</param>
/// <param name="IsEmailVerified">Whether it says that the address is theirs.</param>
internal sealed record OpenIdClaims(string Subject, string? Email, bool IsEmailVerified);
