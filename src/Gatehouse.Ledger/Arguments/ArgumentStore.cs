using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Arguments;

/// <summary>Values of arguments, encrypted, of those calls whose server's setting says so. Nothing is opened before there are any.</summary>
/// <remarks>The record of a call does not depend on it: what is missing here is missing here alone.</remarks>
public sealed class ArgumentStore : IAsyncDisposable
{
    /// <summary>Most calls of one <see cref="FindAsync"/>.</summary>
    public const int MostFound = 200;

    private const string Columns = "call_id, owner, server_id, time, until, bytes, key_version, sealed";
    private const string Expired = "until <= $1";
    private const int Portion = 200;

    private readonly ArgumentPlace _place;
    private readonly ArgumentSeal _seal;
    private readonly Lock _opening = new();
    private volatile LedgerStore? _store;
    private bool _isEnded;

    internal ArgumentStore(ArgumentPlace place, ArgumentSeal seal) => (_place, _seal) = (place, seal);

    /// <summary>What is stored of calls, by their ids; a call without a row is not in it, nor one whose time is over.</summary>
    /// <param name="callIds">At most <see cref="MostFound"/>.</param>
    /// <param name="owner">SECURITY: the organisation; what belongs to another is not there. Null for whoever holds the folder and its keys.</param>
    /// <param name="now">The time that counts.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Faults: <c>store-unavailable</c>, <c>store-damaged</c>.</remarks>
    public async ValueTask<(ImmutableDictionary<string, StoredArguments>? Found, Fault? Fault)> FindAsync(
        IReadOnlyCollection<string> callIds, string? owner, DateTimeOffset now, CancellationToken cancel)
    {
        if (callIds.Count > MostFound)
        {
            throw new ArgumentException("too many calls at once", nameof(callIds));
        }

        if (callIds.Count == 0 || !_place.Exists)
        {
            return (ImmutableDictionary<string, StoredArguments>.Empty, null);
        }

        var (store, fault) = await OnThePool(Open).ConfigureAwait(false);
        if (store is null)
        {
            return (null, fault);
        }

        object?[] values = [now.UtcTicks, owner ?? "", .. callIds];
        var of = owner is null ? "$2 = $2" : "owner = $2";
        var places = string.Join(", ", Enumerable.Range(3, callIds.Count).Select(static place => $"${place}"));
        var (rows, unread) = await store.ReadAsync(
            transaction => Sql.Rows(
                transaction, Read, $"SELECT {Columns} FROM stored_arguments WHERE until > $1 AND {of} AND call_id IN ({places})", values),
            cancel).ConfigureAwait(false);
        return (rows?.ToImmutableDictionary(static row => row.CallId, Opened, StringComparer.Ordinal), unread);
    }

    /// <summary>Forgets what is kept no longer.</summary>
    public ValueTask<(long Calls, Fault? Fault)> ForgetExpiredAsync(DateTimeOffset now, CancellationToken cancel) =>
        OnThePool(() => Forget(Expired, [now.UtcTicks], cancel));

    /// <summary>Forgets what belongs to calls before a time.</summary>
    /// <param name="before">Calls from then on stay.</param>
    /// <param name="serverId">Only of this server; null for every one.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<(long Calls, Fault? Fault)> ForgetBeforeAsync(DateTimeOffset before, string? serverId, CancellationToken cancel) =>
        OnThePool(() => serverId is null
            ? Forget("time < $1", [before.UtcTicks], cancel)
            : Forget("time < $1 AND server_id = $2", [before.UtcTicks, serverId], cancel));

    /// <summary>Encrypts with the newest key what an older one has encrypted. What no key opens stays as it is.</summary>
    /// <returns>How many.</returns>
    public ValueTask<(long Calls, Fault? Fault)> RenewAsync(CancellationToken cancel) => OnThePool(() => Renew(cancel));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        LedgerStore? open;
        lock (_opening)
        {
            (_isEnded, open, _store) = (true, _store, null);
        }

        if (open is not null)
        {
            await open.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes rows, all or none. Blocks.</summary>
    internal Fault? Write(IReadOnlyList<ArgumentRow> rows)
    {
        var (store, fault) = Open();
        return store is null ? fault : store.Write(
            transaction =>
            {
                // A call that was asked about is written once more when it is made: the later time counts.
                using var insert = BulkInsert.Begin(
                    transaction,
                    $"""
                    INSERT INTO stored_arguments ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (call_id) DO UPDATE SET owner = excluded.owner, server_id = excluded.server_id, time = excluded.time,
                        until = excluded.until, bytes = excluded.bytes, key_version = excluded.key_version, sealed = excluded.sealed
                    """);
                foreach (var row in rows)
                {
                    insert.Add(row.CallId).Add(row.Owner).Add(row.ServerId).Add(row.Time.UtcTicks).Add(row.Until.UtcTicks)
                        .Add(row.Bytes).Add(row.KeyVersion).Add(row.Sealed.AsSpan()).Run();
                }

                insert.Complete();
                return true;
            },
            CancellationToken.None).Fault;
    }

    /// <summary>Forgets what is old, and encrypts anew what an older key encrypted. Blocks.</summary>
    internal Fault? Sweep(DateTimeOffset now) =>
        Forget(Expired, [now.UtcTicks], CancellationToken.None).Fault ?? Renew(CancellationToken.None).Fault;

    /// <summary>The row with the arguments sealed.</summary>
    internal ArgumentRow Seal(ArgumentRow row, RedactedArguments arguments) => _seal.Seal(row, ArgumentText.Write(arguments));

    private (long Calls, Fault? Fault) Forget(string which, object?[] values, CancellationToken cancel)
    {
        var (store, fault) = _place.Exists ? Open() : default;
        for (var forgotten = 0L; store is not null; )
        {
            // A few at a time: calls are written between.
            (var calls, fault) = store.Write(
                transaction => Sql.Execute(
                    transaction,
                    $"DELETE FROM stored_arguments WHERE call_id IN (SELECT call_id FROM stored_arguments WHERE {which} LIMIT {Portion})",
                    values),
                cancel);
            forgotten += calls;
            if (fault is not null || calls == 0)
            {
                return (forgotten, fault);
            }
        }

        return (0, fault);
    }

    private (long Calls, Fault? Fault) Renew(CancellationToken cancel)
    {
        var (store, fault) = _place.Exists ? Open() : default;
        var (renewed, after) = (0L, "");
        while (store is not null && after is not null)
        {
            (var step, fault) = store.Write(transaction => Renew(transaction, after), cancel);
            renewed += step.Renewed;
            after = fault is null ? step.Last : null;
        }

        return (renewed, fault);
    }

    private (int Renewed, string? Last) Renew(DbTransaction transaction, string after)
    {
        var old = Sql.Rows(
            transaction, Read,
            $"""
            SELECT {Columns} FROM stored_arguments WHERE call_id > $1 AND key_version <> 0 AND key_version <> $2
            ORDER BY call_id LIMIT {Portion}
            """,
            after, (long)_seal.KeyVersion);
        var renewed = 0;
        foreach (var row in old)
        {
            if (_seal.Open(row) is { } plain)
            {
                var made = _seal.Seal(row, plain);
                renewed += Sql.Execute(
                    transaction, "UPDATE stored_arguments SET key_version = $2, sealed = $3 WHERE call_id = $1",
                    row.CallId, (long)made.KeyVersion, made.Sealed);
            }
        }

        return (renewed, old.Count == Portion ? old[^1].CallId : null);
    }

    private StoredArguments Opened(ArgumentRow row)
    {
        var values = row.Sealed is not null && _seal.Open(row) is { } plain ? ArgumentText.Read(plain) : null;
        return new StoredArguments(
            row.CallId, row.ServerId, row.Time, row.Until, row.Bytes, values, row.KeyVersion != 0 && values is null);
    }

    // What blocks does not do it on the caller's thread, which may be a socket's.
    private static async ValueTask<T> OnThePool<T>(Func<T> work)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return work();
    }

    private (LedgerStore? Store, Fault? Fault) Open()
    {
        if (_store is { } open)
        {
            return (open, null);
        }

        lock (_opening)
        {
            if (_isEnded)
            {
                return (null, new Fault(LedgerFaults.StoreUnavailable, "the store of arguments is closed"));
            }

            if (_store is { } other)
            {
                return (other, null);
            }

            var opened = _place.Open();
            _store = opened.Store;
            return opened;
        }
    }

    private static ArgumentRow Read(DbDataReader row) => new()
    {
        CallId = row.GetString(0),
        Owner = row.GetString(1),
        ServerId = row.GetString(2),
        Time = new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero),
        Until = new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
        Bytes = row.GetInt32(5),
        KeyVersion = row.GetInt32(6),
        Sealed = row.GetInt32(6) == 0 || row.IsDBNull(7) ? null : row.GetFieldValue<byte[]>(7),
    };
}
