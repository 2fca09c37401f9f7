using Microsoft.Extensions.Primitives;

namespace Gatehouse.Gateway.Identity;

/// <summary>The token of an Authorization header.</summary>
/// <remarks>RFC 6750, 2.1. SECURITY: two headers are ambiguous even where they are equal: others join or choose differently.</remarks>
public static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>What follows the scheme, as it was sent; empty for no header, several, or another scheme.</summary>
    public static ReadOnlySpan<char> Of(StringValues authorization) =>
        authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value.AsSpan(Scheme.Length) : default;
}
