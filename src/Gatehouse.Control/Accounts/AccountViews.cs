using Gatehouse.Api.Servers;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Servers;

namespace Gatehouse.Control.Accounts;

/// <summary>Accounts as the API shows them.</summary>
internal static class AccountViews
{
    public const string Kind = "account";

    public static ServerAuthView? Of(ServerAuth? row) => row is null
        ? null
        : new ServerAuthView(row.Kind, row.IsPerPerson, row.ClientSecret is not null, row.ClientId, row.Issuer, row.Scope);

    public static AccountView Of(UpstreamAccount row, RegisteredServer server, AccountVault vault) => new()
    {
        PersonId = row.PersonId.Length == 0 ? null : row.PersonId,
        State = row.StateAt(server.Url is { } url ? CredentialVault.BindingOf(new Uri(url)) : null, vault.Open(row) is not null),
        Issuer = row.Issuer,
        Scope = row.Scope,
        Expires = row.Expires,
        Problem = row.Problem,
        ConnectedBy = row.ConnectedBy,
        At = row.Connected,
    };
}
