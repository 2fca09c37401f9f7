using Gatehouse.Control.Audit;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Storage;

/// <summary>How everything is changed: one transaction, from the rights to the revision. One of these serves one request.</summary>
internal sealed class ControlStore(ControlDb db, Standing standing, KeptAnswers answers, ChangeSignal signal, TimeProvider time)
{
    /// <summary>Carries out a change of somebody who is known.</summary>
    /// <param name="who">Who asks; their rights are read again inside the transaction.</param>
    /// <param name="needed">What the change needs.</param>
    /// <param name="work">Looks, decides, changes rows, notes what it changed. A refusal leaves everything as it was.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="repeat">The idempotency key of a creation.</param>
    public async ValueTask<Outcome<T>> ChangeAsync<T>(
        Principal who, Right needed, Func<Change, ValueTask<Outcome<T>>> work, CancellationToken cancel, Repeat? repeat = null)
        where T : class
    {
        db.ChangeTracker.Clear();
        var now = time.GetUtcNow();

        // 1. One writer at a time: what is read from here on is what the change is made to.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // 2. Rights again: they may have gone since the request began.
        var current = await standing.ConfirmAsync(who, cancel);
        if (current.Value is not { } confirmed)
        {
            return new(null, current.Refusal);
        }

        if (confirmed.Lacks(needed) is { } lacking)
        {
            return lacking;
        }

        // 3. Asked before with this key: the answer of then.
        if (repeat is not null && await answers.FindAsync<T>(confirmed, repeat, cancel) is { } before)
        {
            return before;
        }

        return await CommitAsync(new Change(db, confirmed, now, cancel), transaction, work, repeat);
    }

    /// <summary>Carries out a change of somebody with no more than a link or a password, or of the server itself.</summary>
    /// <param name="who">For the audit.</param>
    /// <param name="work">SECURITY: checks the link and uses it up, or the password; nobody else checks anything.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Outcome<T>> ChangeUncheckedAsync<T>(
        Principal who, Func<Change, ValueTask<Outcome<T>>> work, CancellationToken cancel)
        where T : class
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        return await CommitAsync(new Change(db, who, time.GetUtcNow(), cancel), transaction, work, null);
    }

    /// <summary>Writes down what nobody decided, such as that a heartbeat came: no row in the audit, no version, no revision.</summary>
    /// <param name="work">Checks whoever asks, looks, sets columns that no ETag stands for. It is told the time at which nobody else writes.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Outcome<T>> TouchAsync<T>(Func<DateTimeOffset, ValueTask<Outcome<T>>> work, CancellationToken cancel)
        where T : class
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var outcome = await work(time.GetUtcNow());
        if (outcome.Value is null)
        {
            db.ChangeTracker.Clear();
            return outcome;
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return outcome;
    }

    private async ValueTask<Outcome<T>> CommitAsync<T>(
        Change change, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction,
        Func<Change, ValueTask<Outcome<T>>> work, Repeat? repeat)
        where T : class
    {
        // 4. The change itself. Without a commit below, disposing takes everything back.
        var outcome = await work(change);
        if (outcome.Value is not { } value)
        {
            db.ChangeTracker.Clear();
            return outcome;
        }

        // 5. What was done, by whom. INVARIANT: no change without its row.
        if (change.Notes.Count == 0)
        {
            throw new InvalidOperationException("a change noted nothing for the audit");
        }

        await AuditChain.AppendAsync(db, change.Who, change.Notes, change.Now, change.Cancel);
        if (repeat is not null)
        {
            answers.Keep(change, repeat, value);
        }

        // 6. The revision, where calls depend on it.
        long? revision = null;
        if (!change.IsUnseenByCalls)
        {
            var row = await db.Revisions.SingleAsync(change.Cancel);
            revision = ++row.Number;
        }

        await db.SaveChangesAsync(change.Cancel);
        await transaction.CommitAsync(change.Cancel);

        // ORDER: after the commit, so that who looks sees it.
        if (revision is { } number)
        {
            signal.Raise(number);
            await signal.Seen(number);
        }

        return outcome;
    }
}
