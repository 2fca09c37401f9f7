using Gatehouse.Api.Grants;

namespace Gatehouse.Control.Connections;

/// <summary>Connections as the API shows them.</summary>
internal static class ConnectionViews
{
    public const string Kind = "connection";

    public static ConnectionView Of(Connection row) => new()
    {
        Id = row.Id!,
        GrantId = row.GrantId,
        ClientId = row.ClientAddress,
        ClientName = row.ClientName,
        RedirectUri = row.RedirectUri,
        PersonId = row.Subject!,
        Created = row.Created,
        Renewed = row.Renewed,
        Revoked = row.Ended is not null,
    };
}
