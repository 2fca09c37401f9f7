using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Before any method is looked at: what is in force must be known, and nobody may have frozen the grant.</summary>
internal sealed class FreezeGate(ISnapshotSource snapshots, CallRecord record, Denials denials, TimeProvider time)
{
    /// <summary>True where the message goes no further: it was answered, and nothing of it reaches a server.</summary>
    public ValueTask<bool> StopsAsync(CallContext call)
    {
        if (!snapshots.IsConfirmed)
        {
            return StoppedAsync(denials.UnconfirmedAsync(call));
        }

        return call.Grant.FrozenNow(time) is { } freeze ? StoppedAsync(FrozenAsync(call, freeze)) : new(false);
    }

    private static async ValueTask<bool> StoppedAsync(ValueTask answered)
    {
        await answered;
        return true;
    }

    private async ValueTask FrozenAsync(CallContext call, Freeze freeze)
    {
        if (call.Message.Kind == MessageKind.Request)
        {
            await denials.FrozenAsync(call, freeze.Decision);
            return;
        }

        record.Refuse("grant-frozen", 403, call.Grant.Id, call.Server.Id);
        await call.Reply.EmptyAsync(403, null);
    }
}
