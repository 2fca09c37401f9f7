using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Gatehouse.Control.Storage.Postgres;

/// <summary>Commands wait on their own thread: see <see cref="SocketThread"/>.</summary>
internal sealed class SynchronousCommands : DbCommandInterceptor
{
    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(InterceptionResult<DbDataReader>.SuppressWithResult(new SynchronousReader(command.ExecuteReader())));
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(InterceptionResult<int>.SuppressWithResult(command.ExecuteNonQuery()));
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(InterceptionResult<object>.SuppressWithResult(command.ExecuteScalar()!));
    }
}

/// <summary>Saving as a whole does, too.</summary>
internal sealed class SynchronousSaving : SaveChangesInterceptor
{
    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(InterceptionResult<int>.SuppressWithResult(eventData.Context!.SaveChanges()));
    }
}
