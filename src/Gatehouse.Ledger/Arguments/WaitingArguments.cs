using System.Buffers;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Recording.Arguments;

namespace Gatehouse.Ledger.Arguments;

/// <summary>Arguments of one call on their way to the store, as they were sent. In memory alone, and not for long.</summary>
/// <param name="CallId">The call.</param>
/// <param name="ServerId">Its server.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Keeping">The server's setting of then.</param>
/// <param name="Length">Their size.</param>
/// <param name="Copy">Rented; null where they are too large to be stored.</param>
internal readonly record struct WaitingArguments(
    string CallId, string ServerId, DateTimeOffset Time, ArgumentKeeping Keeping, int Length, byte[]? Copy)
{
    /// <summary>How much memory they hold.</summary>
    public int Held => Copy is null ? 0 : Length;

    /// <summary>Copies what the intent lends.</summary>
    public static WaitingArguments Of(in CallIntent intent, ArgumentKeeping keeping)
    {
        var length = intent.Arguments.Length;
        byte[]? copy = null;
        if (length <= ArgumentKeeping.MostBytes)
        {
            copy = ArrayPool<byte>.Shared.Rent(length);
            intent.Arguments.Span.CopyTo(copy);
        }

        return new WaitingArguments(intent.CallId, intent.ServerId, intent.Time, keeping, length, copy);
    }

    /// <summary>The row without its text.</summary>
    public ArgumentRow Row() => new()
    {
        CallId = CallId, Owner = Keeping.Owner, ServerId = ServerId, Time = Time, Until = Time.AddDays(Keeping.KeptDays), Bytes = Length,
    };

    /// <summary>Gives the memory back. SECURITY: emptied first.</summary>
    public void Release()
    {
        if (Copy is not null)
        {
            ArrayPool<byte>.Shared.Return(Copy, clearArray: true);
        }
    }
}
