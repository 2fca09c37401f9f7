using Gatehouse.Api.Servers;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Upstreams;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Servers;

/// <summary>Tries a server out, with the secrets that were saved for the address that it has now and no others.</summary>
internal sealed class ConnectionTests(ControlDb db, EntryOf entries, ConnectionProbe probe)
{
    /// <summary>How far the connection got.</summary>
    public async ValueTask<Outcome<ConnectionTest>> RunAsync(Principal who, string id, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeServers) is { } lacking)
        {
            return lacking;
        }

        var found = await ServerRows.ReadAsync(db, who, id, cancel);
        if (found.Value is not { } row)
        {
            return found.Refusal!;
        }

        var secrets = await db.ServerSecrets.AsNoTracking().Where(secret => secret.ServerId == id).ToListAsync(cancel);
        var isSignedIn = await db.ServerAuth.AnyAsync(auth => auth.ServerId == id, cancel);
        return entries.Server(row, secrets, isSignedIn) switch
        {
            UpstreamEntry.Http http => await probe.RunAsync(http, cancel),
            UpstreamEntry.Unusable { Reason: UnusableReason.Credential } =>
                new ConnectionTest(ConnectionStage.Settings, "a secret of the server cannot be decrypted; save it anew"),
            UpstreamEntry.Unusable => new ConnectionTest(ConnectionStage.Settings, "the operator's file has no entry of that name any more"),
            _ => new ConnectionTest(ConnectionStage.Settings, "a server that the operator's file starts is tried by calling it"),
        };
    }
}
