using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Backups;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Ledger.Tasks;
using Gatehouse.Policy;

namespace Gatehouse.Ledger;

/// <summary>Everything of the ledger for one process: journal, counters, approvals, index.</summary>
public sealed class GatehouseLedger : IAsyncDisposable
{
    private readonly LedgerStore _state;
    private readonly ApprovalWatch _watch;
    private readonly ArgumentKeeper _keeper;
    private readonly TimeProvider _time;

    private GatehouseLedger(
        LedgerStore state, Journal.Journal? recorder, ICounterStore counters, ApprovalDesk approvals, ApprovalSettling settling,
        CallTasks tasks, ApprovalWatch watch, RecordIndex index, ArgumentStore arguments, ArgumentKeeper keeper, TimeProvider time)
    {
        (_state, Recorder, Counters, Approvals, Settling, Tasks, _watch, Index, Arguments, _keeper, _time) =
            (state, recorder, counters, approvals, settling, tasks, watch, index, arguments, keeper, time);
        Intents = recorder is null ? null : new KeepingRecorder(recorder, keeper);
    }

    /// <summary>The journal, or null for a process that only looks.</summary>
    public Journal.Journal? Recorder { get; }

    /// <summary>The journal as calls use it: what a server's setting has stored goes to the store beside it.</summary>
    public IRecorder? Intents { get; }

    /// <summary>Values of arguments, of those calls whose server's setting has them stored.</summary>
    public ArgumentStore Arguments { get; }

    /// <summary>The counters: of this process alone, or shared, by how the folder is used.</summary>
    public ICounterStore Counters { get; }

    /// <summary>Where calls wait for a person.</summary>
    public ApprovalDesk Approvals { get; }

    /// <summary>What people do with waiting calls.</summary>
    public ApprovalSettling Settling { get; }

    /// <summary>Calls that the gateway makes once a person has answered.</summary>
    public CallTasks Tasks { get; }

    /// <summary>The index of all journals.</summary>
    public RecordIndex Index { get; }

    /// <summary>Opens the ledger of a data folder; brings back what a killed process has left.</summary>
    /// <remarks>Faults: those of <see cref="Journal.Journal.OpenAsync"/>, <c>store-missing</c>, <c>store-damaged</c>,
    /// <c>store-too-new</c>, <c>store-unavailable</c>, <c>restore-mark-unreadable</c>.</remarks>
    public static async ValueTask<(GatehouseLedger? Ledger, Fault? Fault)> OpenAsync(LedgerOptions options, CancellationToken cancel)
    {
        var folder = options.Folder;
        Directory.CreateDirectory(folder.Path);

        // 1. State: never made anew where it existed.
        var (state, fault) = OpenState(options);
        if (state is null)
        {
            return (null, fault);
        }

        // A database that was restored by its own means: as after a restore of ours.
        if (folder.WasRestored && await FolderRestore.CloseAsync(state, cancel).ConfigureAwait(false) is { Fault: { } unclosed })
        {
            await state.DisposeAsync().ConfigureAwait(false);
            return (null, unclosed);
        }

        folder.TakeInRestore(options.Time.GetUtcNow());
        var (restored, markFault) = RestoreMark.Read(folder.Path);

        // 2. Index, and with it the counters of the time before. ORDER: before the journal gets its first new row.
        var (index, indexFault) = options.Database is { } database
            ? RecordIndex.Open(database, folder.Journal, options.Time)
            : RecordIndex.Open(folder.Records, folder.Journal, options.Time);
        var (book, countersFault) = index is not null && options.Use == FolderUse.Alone
            ? await index.CountersAsync(cancel).ConfigureAwait(false)
            : (null, indexFault);

        // 3. Journal: cuts a torn row, notes calls without outcome as unknown.
        Journal.Journal? journal = null;
        fault = markFault ?? indexFault ?? countersFault;
        if (fault is null && options.Writes)
        {
            (journal, fault) = await Journal.Journal.OpenAsync(new JournalOptions
            {
                Folder = folder.Journal,
                Writer = options.Writer,
                Keys = options.Keys,
                Time = options.Time,
                Durability = options.Durability,
                SharesFolder = options.Use != FolderUse.Alone,
            }).ConfigureAwait(false);
        }

        // 4. Approvals: what a killed process had claimed, by what the journal knows.
        var writer = journal?.Writer ?? options.Writer;
        var watch = new ApprovalWatch(state, options.Time);
        var desk = new ApprovalDesk(state, options.Keys, options.Time, writer, watch);
        var tasks = new CallTasks(state, options.Time, writer, watch);
        if (fault is null && options.Use != FolderUse.Beside)
        {
            (_, fault) = await desk.RecoverAsync(
                (ids, since) => ClaimFates.ReadAll(folder.Journal, ids, since), cancel).ConfigureAwait(false);
            fault ??= await tasks.RecoverAsync(cancel).ConfigureAwait(false);
        }

        if (fault is not null || index is null)
        {
            await CloseAsync(journal, index, state).ConfigureAwait(false);
            return (null, fault);
        }

        if (options.Use != FolderUse.Beside)
        {
            index.Follow();
        }

        // 5. Stored arguments: nothing is opened where there are none. What is old goes even where nothing is stored any more.
        var arguments = new ArgumentStore(
            options.Database is { } outside ? ArgumentPlace.In(outside) : ArgumentPlace.File(folder.Arguments), new ArgumentSeal(options.Keys));
        var keeper = new ArgumentKeeper(arguments, options.Time);
        if (options.Use != FolderUse.Beside && File.Exists(folder.Arguments))
        {
            keeper.Start();
        }

        var closed = new ClosedWindows(restored);
        ICounterStore counters = book is null ? new SharedCounters(state, options.Time, closed) : new LocalCounters(book, closed);
        return (new GatehouseLedger(
            state, journal, counters, desk, new ApprovalSettling(state, options.Keys, options.Time, journal, watch), tasks, watch,
            index, arguments, keeper, options.Time), null);
    }

    /// <summary>The accepted definitions that are kept in the database, for a process that keeps none in a lock file.</summary>
    /// <remarks>Faults: <c>store-damaged</c>, <c>store-unavailable</c>.</remarks>
    public ValueTask<(Pins.Pins? Pins, Fault? Fault)> OpenPinsAsync(CancellationToken cancel) => Ledger.Pins.Pins.OpenAsync(_state, _time, cancel);

    /// <summary>Writes what waits, closes and signs the journal, and lets go of the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync().ConfigureAwait(false);
        await CloseAsync(Recorder, Index, _state).ConfigureAwait(false);

        // What blocks does not do it on the caller's thread, which may be a socket's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _keeper.Dispose();
        await Arguments.DisposeAsync().ConfigureAwait(false);
    }

    private static (LedgerStore? State, Fault? Fault) OpenState(LedgerOptions options)
    {
        if (options.Database is { } database)
        {
            return database.OpenState(options.Folder);
        }

        var (mayCreate, fault) = options.Folder.StateMayBeCreated();
        if (fault is not null)
        {
            return (null, fault);
        }

        var opened = SqliteStore.Open(
            options.Folder.State, options.Durability == Durability.Power, StateSchema.Current, mayCreate);
        if (opened.Store is not null)
        {
            options.Folder.StateExists();
        }

        return opened;
    }

    private static async ValueTask CloseAsync(Journal.Journal? journal, RecordIndex? index, LedgerStore state)
    {
        if (journal is not null)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
        }

        if (index is not null)
        {
            await index.DisposeAsync().ConfigureAwait(false);
        }

        await state.DisposeAsync().ConfigureAwait(false);
    }
}
