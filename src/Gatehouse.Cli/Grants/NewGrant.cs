using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Cli.Grants;

/// <summary>A grant that is about to be: its token is shown once and kept nowhere.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Token">The secret.</param>
/// <param name="Server">Id of its server.</param>
/// <param name="Policy">Path of its policy as the configuration will have it, or null.</param>
/// <param name="Label">What people call it, or null.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record NewGrant(string Id, string Token, string Server, string? Policy, string? Label, DateTimeOffset Expires)
{
    /// <summary>A grant with a token of its own.</summary>
    public static NewGrant Create(string server, string? policy, string? label, DateTimeOffset expires) => new(
        $"grant-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}", GrantToken.Create(), server, policy, label, expires);

    /// <summary>The entry for <c>grants</c> of the configuration: the token's hash, never the token.</summary>
    public void WriteEntry(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("server", Server);
        if (Policy is not null)
        {
            json.WriteString("policy", Policy);
        }

        json.WriteString("token_sha256", TokenHash.Of(Token)!.Value.ToHex());
        if (Label is not null)
        {
            json.WriteString("label", Label);
        }

        json.WriteString("expires", Expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        json.WriteEndObject();
    }
}
