using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Gateway.Tools;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Pins;

/// <summary>Accepted definitions in <c>state.db</c>: by whom and when, and what waits for a person.</summary>
/// <remarks>A call asks memory alone. One process writes: the one that owns the data folder.</remarks>
public sealed class Pins : IDefinitionLock
{
    private readonly LedgerStore _store;
    private readonly TimeProvider _time;
    private readonly PinMemory _memory = new();

    private Pins(LedgerStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <inheritdoc/>
    public AcceptedTools? Find(string serverId) => _memory.Find(serverId);

    /// <inheritdoc/>
    public async ValueTask<Fault?> AcceptFirstAsync(string serverId, ImmutableArray<ToolDefinition> tools, CancellationToken cancel) =>
        await ChangeAsync(serverId, before => before ?? AcceptedTools.First(tools), null, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask ReportAsync(string serverId, ImmutableArray<ToolDefinition> waiting, CancellationToken cancel)
    {
        // ORDER: in memory first, so that a call that comes meanwhile is held against it.
        if (_memory.Report(serverId, waiting))
        {
            await ChangeAsync(serverId, static before => before, null, cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RecordAsync(string serverId, ImmutableArray<ToolDefinition> told, CancellationToken cancel)
    {
        if (_memory.Tell(serverId, told))
        {
            await _store.WriteAsync<object>(
                transaction =>
                {
                    PinRows.Record(transaction, serverId, told);
                    return ValueTask.FromResult<(object?, Fault?)>((null, null));
                },
                cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Every definition of a server, by tool name; empty where nothing was ever accepted.</summary>
    public async ValueTask<(ImmutableArray<Pin> Pins, Fault? Fault)> ListAsync(string serverId, CancellationToken cancel)
    {
        var (pins, fault) = await _store.ReadAsync(transaction => PinRows.Of(transaction, serverId), cancel).ConfigureAwait(false);
        return (pins ?? [], fault);
    }

    /// <summary>Accepts definitions that wait; null names accept all of the server whose texts are plain.</summary>
    /// <returns>The names accepted, or a fault.</returns>
    public ValueTask<(ImmutableArray<string> Names, Fault? Fault)> AcceptAsync(
        string serverId, IReadOnlyCollection<string>? names, string who, CancellationToken cancel) =>
        SettleAsync(transaction => Accept(transaction, serverId, names, who), cancel);

    /// <summary>Dismisses definitions that wait: the tool is as it was accepted before, until it is listed otherwise again.</summary>
    /// <returns>The names dismissed, or a fault.</returns>
    public ValueTask<(ImmutableArray<string> Names, Fault? Fault)> DismissAsync(
        string serverId, IReadOnlyCollection<string>? names, CancellationToken cancel) =>
        SettleAsync(transaction => Dismiss(transaction, serverId, names), cancel);

    /// <summary>Accepts inside a transaction of the caller's on the same database; it takes effect when the caller says so.</summary>
    /// <param name="transaction">Of a connection to <c>state.db</c>, begun to write.</param>
    /// <param name="serverId">The server.</param>
    /// <param name="names">Tools, or null for all that wait and whose texts are plain.</param>
    /// <param name="who">Who accepts.</param>
    public PinChange Accept(DbTransaction transaction, string serverId, IReadOnlyCollection<string>? names, string who) =>
        Settle(transaction, serverId, now => now.ChooseToAccept(names), static (now, chosen) => now.WithAccepted(chosen), who);

    /// <summary>Accepts those that were looked at, and of them what still waits as it was.</summary>
    /// <param name="transaction">As above.</param>
    /// <param name="serverId">The server.</param>
    /// <param name="seen">Hashes of definitions, by the names of their tools.</param>
    /// <param name="who">Who accepts.</param>
    public PinChange AcceptSeen(DbTransaction transaction, string serverId, IReadOnlyDictionary<string, string> seen, string who) => Settle(
        transaction, serverId,
        now => [.. now.Waiting.Values.Where(tool => string.Equals(seen.GetValueOrDefault(tool.Name), tool.Hash, StringComparison.Ordinal))],
        static (now, chosen) => now.WithAccepted(chosen), who);

    /// <summary>Dismisses inside a transaction of the caller's; see <see cref="Accept"/>.</summary>
    public PinChange Dismiss(DbTransaction transaction, string serverId, IReadOnlyCollection<string>? names) =>
        Settle(transaction, serverId, now => now.Choose(names), static (now, chosen) => now.WithDismissed(chosen), null);

    /// <summary>Forgets a server inside a transaction of the caller's: nothing of it is accepted any more.</summary>
    public PinChange Forget(DbTransaction transaction, string serverId)
    {
        PinRows.Delete(transaction, serverId);
        var (turn, _) = _memory.TakeTurn(serverId);
        return new PinChange([], () => _memory.Forget(serverId, turn));
    }

    internal static async ValueTask<(Pins? Pins, Fault? Fault)> OpenAsync(LedgerStore store, TimeProvider time, CancellationToken cancel)
    {
        var pins = new Pins(store, time);
        var (_, fault) = await store.ReadAsync(
            transaction =>
            {
                foreach (var server in PinRows.Servers(transaction))
                {
                    pins._memory.Begin(server, PinRows.Accepted(transaction, server)!);
                }

                return true;
            },
            cancel).ConfigureAwait(false);
        return fault is null ? (pins, null) : (null, fault);
    }

    private PinChange Settle(
        DbTransaction transaction, string serverId, Func<AcceptedTools, ImmutableArray<ToolDefinition>> choose,
        Func<AcceptedTools, ImmutableArray<ToolDefinition>, AcceptedTools> settle, string? who)
    {
        ImmutableArray<string> settled = [];
        var show = Change(
            transaction, serverId,
            before =>
            {
                ImmutableArray<ToolDefinition> chosen = before is null ? [] : choose(before);
                settled = [.. chosen.Select(static tool => tool.Name).Order(StringComparer.Ordinal)];
                return before is null ? null : settle(before, chosen);
            },
            who);
        return new PinChange(settled, show);
    }

    private async ValueTask<(ImmutableArray<string> Names, Fault? Fault)> SettleAsync(
        Func<DbTransaction, PinChange> settle, CancellationToken cancel)
    {
        var (change, fault) = await _store.WriteAsync<PinChange>(
            transaction => ValueTask.FromResult<(PinChange?, Fault?)>((settle(transaction), null)), cancel).ConfigureAwait(false);
        change?.TakeEffect();
        return (change?.Names ?? [], fault);
    }

    private async ValueTask<Fault?> ChangeAsync(
        string serverId, Func<AcceptedTools?, AcceptedTools?> change, string? who, CancellationToken cancel)
    {
        var (show, fault) = await _store.WriteAsync<Action>(
            transaction => ValueTask.FromResult<(Action?, Fault?)>((Change(transaction, serverId, change, who), null)),
            cancel).ConfigureAwait(false);
        show?.Invoke();
        return fault;
    }

    // What comes back shows the change to calls, once its transaction is committed.
    private Action Change(
        DbTransaction transaction, string serverId, Func<AcceptedTools?, AcceptedTools?> change, string? who)
    {
        var (turn, unwritten) = _memory.TakeTurn(serverId);
        var stored = PinRows.Accepted(transaction, serverId);
        var next = change(stored is null || unwritten.IsEmpty ? stored : stored.WithWaiting(Differing(stored, unwritten)));
        if (next is null)
        {
            return static () => { };
        }

        if (!ReferenceEquals(next, stored))
        {
            PinRows.Write(transaction, serverId, stored, next, who, StateClock.Now(transaction, _time));
        }

        return () => _memory.Show(serverId, next, turn, unwritten);
    }

    private static ImmutableArray<ToolDefinition> Differing(AcceptedTools stored, ImmutableArray<ToolDefinition> reported) =>
        [.. reported.Where(tool => !string.Equals(stored.ByName.GetValueOrDefault(tool.Name)?.Hash, tool.Hash, StringComparison.Ordinal))];
}

/// <summary>What a change does, to be shown to calls once its transaction is committed.</summary>
/// <param name="Names">The tools that it is about, in order.</param>
/// <param name="TakeEffect">Shows it to calls.</param>
public sealed record PinChange(ImmutableArray<string> Names, Action TakeEffect);
