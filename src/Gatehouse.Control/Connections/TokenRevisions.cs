using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Connections;

/// <summary>Lets calls see what became of tokens. An hourly renewal is no change that the audit writes down.</summary>
internal sealed class TokenRevisions(ControlDb db, ControlStore store, ChangeSignal signal)
{
    /// <summary>Tokens were given out: returns once calls know them.</summary>
    public async Task RaiseAsync(CancellationToken cancel)
    {
        long number;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            await db.Revisions.ExecuteUpdateAsync(row => row.SetProperty(one => one.Number, one => one.Number + 1), cancel);
            number = await db.Revisions.AsNoTracking().Select(row => row.Number).SingleAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        signal.Raise(number);
        await signal.Seen(number);
    }

    /// <summary>A connection is over because one of its codes or refresh tokens came twice: somebody else has them, too.</summary>
    public async Task EndAsync(string connection, CancellationToken cancel)
    {
        if (await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == connection, cancel) is { } known)
        {
            await ConnectionEnding.ByServerAsync(store, known, "connection.stolen", cancel);
        }
    }
}
