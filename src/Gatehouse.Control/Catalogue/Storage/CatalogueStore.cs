using System.Collections.Concurrent;
using System.Data.Common;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>The catalogue's own database: one writer, a few readers; neither waits for the other.</summary>
/// <remarks>
/// It can be imported again, so it stands apart from what cannot: its long writes hold up nobody. They have a thread of their
/// own that gives way to calls: reading and classifying what an import brings is most of their work.
/// </remarks>
internal sealed class CatalogueStore(CatalogueDialect dialect) : IAsyncDisposable
{
    private const int MostReaders = 4;

    private readonly Lock _gate = new();
    private readonly BlockingCollection<Action> _writes = [];
    private readonly SemaphoreSlim _readers = new(MostReaders);
    private readonly ConcurrentBag<DbConnection> _idle = [];
    private DbConnection? _writing;
    private Thread? _writer;
    private long _changes;

    /// <summary>Grows with every change, so that what was counted can be known to be old.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Makes the database, or brings it to this version.</summary>
    /// <remarks>Fault: <c>catalogue-unusable</c>.</remarks>
    public Fault? Migrate()
    {
        DbConnection? connection = null;
        try
        {
            dialect.Prepare();
            connection = Writer();
            using var transaction = dialect.Begin(connection, isForWriting: true);
            using var session = new CatalogueSession(transaction, dialect);
            session.Execute("CREATE TABLE IF NOT EXISTS catalogue_schema (version BIGINT NOT NULL)");
            var version = session.Number("SELECT max(version) FROM catalogue_schema") ?? 0;
            if (version > dialect.Steps.Length)
            {
                return new Fault(
                    CatalogueFaults.Unusable, $"the catalogue has schema {version}, this version knows {dialect.Steps.Length}",
                    "run the version that wrote it, or a newer one");
            }

            for (; version < dialect.Steps.Length; version++)
            {
                session.Execute(dialect.Steps[(int)version]);
                session.Execute("INSERT INTO catalogue_schema VALUES ($1)", version + 1);
            }

            transaction.Commit();
            return null;
        }
        catch (DbException failed)
        {
            return dialect.Unusable(failed);
        }
        finally
        {
            Keep(connection);
        }
    }

    /// <summary>Runs one transaction that only reads; it sees one state. Runs on the pool.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<CatalogueSession, T> work, CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _readers.WaitAsync(cancel);
        DbConnection? connection = null;
        var isKept = false;
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : dialect.Open(isForWriting: false);
            T value;
            using (var transaction = dialect.Begin(connection, isForWriting: false))
            {
                using var session = new CatalogueSession(transaction, dialect);
                value = work(session);
            }

            if (!dialect.IsPooled)
            {
                _idle.Add(connection);
                isKept = true;
            }

            return value;
        }
        finally
        {
            if (!isKept)
            {
                connection?.Dispose();
            }

            _readers.Release();
        }
    }

    /// <summary>Runs one transaction that writes; it is taken back where the work throws. Others wait for their turn.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<CatalogueSession, T> work, CancellationToken cancel)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _writer ??= BackgroundThread.Start("catalogue", WriteAll);
            _writes.Add(
                () =>
                {
                    try
                    {
                        done.SetResult(Write(work, cancel));
                    }
#pragma warning disable CA1031 // It is thrown where it is waited for.
                    catch (Exception failed)
#pragma warning restore CA1031
                    {
                        done.SetException(failed);
                    }
                },
                CancellationToken.None);
        }

        return await done.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _writes.CompleteAdding();
        }

        _writer?.Join();
        _writes.Dispose();
        if (_writing is not null)
        {
            await _writing.DisposeAsync();
            _writing = null;
        }

        for (var i = 0; i < MostReaders; i++)
        {
            await _readers.WaitAsync();
        }

        foreach (var connection in _idle)
        {
            await connection.DisposeAsync();
        }

        _readers.Dispose();
    }

    private void WriteAll()
    {
        foreach (var write in _writes.GetConsumingEnumerable())
        {
            write();
        }
    }

    private T Write<T>(Func<CatalogueSession, T> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        DbConnection? connection = null;
        try
        {
            connection = Writer();
            using var transaction = dialect.Begin(connection, isForWriting: true);
            T value;
            using (var session = new CatalogueSession(transaction, dialect))
            {
                value = work(session);
                session.Send();
            }

            cancel.ThrowIfCancellationRequested();
            transaction.Commit();
            Interlocked.Increment(ref _changes);
            return value;
        }
        finally
        {
            Keep(connection);
        }
    }

    private DbConnection Writer() => _writing ?? dialect.Open(isForWriting: true);

    private void Keep(DbConnection? connection)
    {
        if (dialect.IsPooled)
        {
            connection?.Dispose();
        }
        else
        {
            _writing = connection ?? _writing;
        }
    }
}
