using Gatehouse.Gateway.Recording;

namespace Gatehouse.Ledger.Arguments;

/// <summary>The journal, and behind it the values of those calls whose server's setting has them stored.</summary>
/// <remarks>A call waits for the journal alone. Without the setting this is the journal, and nothing is made for the call.</remarks>
internal sealed class KeepingRecorder(IRecorder journal, ArgumentKeeper keeper) : IRecorder
{
    /// <inheritdoc/>
    public bool IsReady => journal.IsReady;

    /// <inheritdoc/>
    public ValueTask<IntentReceipt> IntendAsync(in CallIntent intent, CancellationToken cancel)
    {
        if (intent.Keeping is not { } keeping || intent.Arguments.IsEmpty)
        {
            return journal.IntendAsync(intent, cancel);
        }

        // ORDER: copied before the method returns its task, handed on once the record is there: no values without a record.
        var waiting = WaitingArguments.Of(intent, keeping);
        var written = journal.IntendAsync(intent, cancel);
        return written.IsCompletedSuccessfully
            ? new ValueTask<IntentReceipt>(Follow(written.Result, waiting))
            : FollowAsync(written, waiting);
    }

    /// <inheritdoc/>
    public void Conclude(in IntentReceipt receipt, in CallOutcome outcome) => journal.Conclude(receipt, outcome);

    /// <inheritdoc/>
    public void Refuse(in Refusal refusal) => journal.Refuse(refusal);

    private async ValueTask<IntentReceipt> FollowAsync(ValueTask<IntentReceipt> written, WaitingArguments waiting) =>
        Follow(await written.ConfigureAwait(false), waiting);

    private IntentReceipt Follow(IntentReceipt receipt, in WaitingArguments waiting)
    {
        if (receipt.Fault is null)
        {
            keeper.Keep(waiting);
        }
        else
        {
            waiting.Release();
        }

        return receipt;
    }
}
