using Gatehouse.Api.Servers;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Servers;

/// <summary>The secrets that are sent to a server. They go in and never come out.</summary>
internal sealed class ServerSecrets(ControlStore store, ServerViews views, CredentialVault vault)
{
    private const int Longest = 8 * 1024;

    /// <summary>Saves the value of a header for the address that the server has now.</summary>
    /// <remarks>Faults: <c>header-invalid</c>, <c>server-address-needed</c>.</remarks>
    public ValueTask<Outcome<ServerView>> SaveAsync(Principal who, string id, string header, NewSecret secret, CancellationToken cancel) =>
        ChangeAsync(who, id, "server.secret_saved", async (change, row) =>
        {
            var name = header.ToLowerInvariant();
            if (Problem(name, secret.Value) is { } problem)
            {
                return new Fault(EgressFaults.HeaderInvalid, "the header cannot be sent", problem);
            }

            if (row.Url is null)
            {
                return new Fault(ServerFaults.AddressNeeded, "a server that the operator's file starts is sent no headers");
            }

            await change.Db.ServerSecrets.Where(old => old.ServerId == id && old.Header == name).ExecuteDeleteAsync(change.Cancel);
            change.Db.ServerSecrets.Add(vault.Seal(id, name, new Uri(row.Url), secret.Value, change.Now));
            return null;
        }, cancel);

    /// <summary>Forgets the value of a header.</summary>
    public ValueTask<Outcome<ServerView>> RemoveAsync(Principal who, string id, string header, CancellationToken cancel) =>
        ChangeAsync(who, id, "server.secret_removed", async (change, _) =>
        {
            var name = header.ToLowerInvariant();
            var removed = await change.Db.ServerSecrets.Where(old => old.ServerId == id && old.Header == name).ExecuteDeleteAsync(change.Cancel);
            return removed == 0 ? new Refusal(ControlFaults.Absent("secret", header)) : null;
        }, cancel);

    private ValueTask<Outcome<ServerView>> ChangeAsync(
        Principal who, string id, string what, Func<Change, RegisteredServer, ValueTask<Refusal?>> set, CancellationToken cancel) =>
        store.ChangeAsync<ServerView>(who, Right.ChangeServers, async change =>
        {
            var found = await ServerRows.FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await views.OfAsync(change.Db, row, change.Cancel);
            if (DeclaredFaults.Refuse(row.IsOfFile, ServerRows.Kind) is { } kept)
            {
                return kept;
            }

            if (await set(change, row) is { } refusal)
            {
                return refusal;
            }

            // An approval covers the credential that it was given for.
            ApprovalVoids.OfServer(change.Transaction, id);
            row.Version++;
            await change.Db.SaveChangesAsync(change.Cancel);
            var after = await views.OfAsync(change.Db, row, change.Cancel);
            change.Note(what, ServerRows.Kind, id, before, after);
            return after;
        }, cancel);

    private static string? Problem(string name, string value) =>
        value.Length > Longest ? $"its value has more than {Longest} characters" : HeaderRules.Check(name, value);
}
