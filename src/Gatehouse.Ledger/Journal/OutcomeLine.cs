using System.Collections.Immutable;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;

namespace Gatehouse.Ledger.Journal;

/// <summary>The row of an outcome. It names its intent by sequence, and repeats a reservation that was given back.</summary>
internal static class OutcomeLine
{
    public static void Write(LineBuffer line, in PendingOutcome pending)
    {
        line.Raw("\"time\":"u8);
        line.Time(pending.Time);
        line.Raw(",\"kind\":\"outcome\",\"of\":"u8);
        line.Number(pending.Of);
        IntentLine.Field(line, ",\"call\":"u8, pending.CallId, 32);
        line.Raw(Class(pending.Outcome.Class));
        if (pending.IsDiscovered)
        {
            line.Raw(",\"discovered\":true"u8);
            return;
        }

        line.Raw(",\"bytes\":"u8);
        line.Number(pending.Outcome.Bytes);
        line.Raw(",\"us\":"u8);
        line.Number(pending.Outcome.Duration.Ticks / TimeSpan.TicksPerMicrosecond);
        IntentLine.Field(line, ",\"fault\":"u8, pending.Outcome.Fault, 64);
        if (pending.Outcome.Released)
        {
            line.Raw(",\"unsent\":true"u8);
        }

        IntentLine.Reservations(line, ",\"released\":["u8, pending.Released);
    }

    private static ReadOnlySpan<byte> Class(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.Done => ",\"class\":\"done\""u8,
        OutcomeClass.Error => ",\"class\":\"error\""u8,
        OutcomeClass.Fault => ",\"class\":\"fault\""u8,
        OutcomeClass.Cancelled => ",\"class\":\"cancelled\""u8,
        _ => ",\"class\":\"unknown\""u8,
    };
}

/// <summary>An outcome that waits for the next write.</summary>
/// <param name="Of">The intent's sequence.</param>
/// <param name="CallId">The call.</param>
/// <param name="Time">When it was known.</param>
/// <param name="Outcome">What came of the call.</param>
/// <param name="Released">The reservation that was given back; empty when it was kept.</param>
/// <param name="IsDiscovered">Whether a later process found the intent without an outcome.</param>
internal readonly record struct PendingOutcome(
    long Of, string CallId, DateTimeOffset Time, CallOutcome Outcome, ImmutableArray<Reserved> Released, bool IsDiscovered);
