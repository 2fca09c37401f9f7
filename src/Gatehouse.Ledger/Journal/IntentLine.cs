using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Ledger.Journal;

/// <summary>The row of an intent, from its time to its end; sequence and previous hash are put in front under the lock.</summary>
internal static class IntentLine
{
    private const int Id = 128;
    private const int Text = 256;

    public static void Write(LineBuffer line, in CallIntent intent, IncrementalHash keyed)
    {
        line.Raw("\"time\":"u8);
        line.Time(intent.Time);
        line.Raw(",\"kind\":\"intent\""u8);
        Field(line, ",\"call\":"u8, intent.CallId, 32);
        Field(line, ",\"grant\":"u8, intent.GrantId, Id);
        Field(line, ",\"server\":"u8, intent.ServerId, Id);
        Field(line, ",\"method\":"u8, intent.Method, Id);
        Field(line, ",\"target\":"u8, intent.Target, Text);
        Field(line, ",\"definition\":"u8, intent.DefinitionHash, Id);
        Field(line, ",\"policy\":"u8, intent.PolicyHash, Id);
        line.Raw(Decision(intent.Outcome));
        Field(line, ",\"rule\":"u8, intent.Rule, Text);
        if (!intent.Arguments.IsEmpty)
        {
            ArgumentShape.Write(line, intent.Arguments.Span, keyed);
            line.Raw(intent.Keeping is null ? ""u8 : ",\"kept\":true"u8);
        }

        Reservations(line, ",\"reserved\":["u8, intent.Reserved);
        Field(line, ",\"approval\":"u8, intent.ApprovalId, Id);
        Observed(line, intent.Observed);
        Field(line, ",\"session\":"u8, intent.Session, Id);
        Field(line, ",\"client\":"u8, intent.Client, Id);
        Field(line, ",\"trace\":"u8, intent.TraceId, 32);
    }

    /// <summary>A member, left out where there is nothing to say.</summary>
    public static void Field(LineBuffer line, ReadOnlySpan<byte> name, string? value, int most)
    {
        if (!string.IsNullOrEmpty(value))
        {
            line.Raw(name);
            SafeText.Write(line, value, most);
        }
    }

    /// <summary>Amounts as exact numbers, times to the tick: the counters are rebuilt from here.</summary>
    public static void Reservations(LineBuffer line, ReadOnlySpan<byte> name, ImmutableArray<Reserved> reserved)
    {
        if (reserved.IsDefaultOrEmpty)
        {
            return;
        }

        line.Raw(name);
        var first = true;
        foreach (var one in reserved)
        {
            line.Raw(first ? "["u8 : ",["u8);
            first = false;
            SafeText.Write(line, one.Counter, Id);
            line.Raw(","u8);
            SafeText.Write(line, one.Window, Id);
            line.Raw(","u8);
            line.Time(one.At);
            line.Raw(","u8);
            line.Number(one.Amount);
            line.Raw("]"u8);
        }

        line.Raw("]"u8);
    }

    private static void Observed(LineBuffer line, ImmutableArray<Observation> observed)
    {
        if (observed.IsDefaultOrEmpty)
        {
            return;
        }

        line.Raw(",\"observed\":["u8);
        var first = true;
        foreach (var one in observed.AsSpan()[..Math.Min(observed.Length, 16)])
        {
            line.Raw(first ? "["u8 : ",["u8);
            first = false;
            line.Raw(one.Outcome switch { Outcome.Allowed => "\"allowed\","u8, Outcome.NeedsApproval => "\"pending\","u8, _ => "\"denied\","u8 });
            SafeText.Write(line, one.Rule, Text);
            line.Raw("]"u8);
        }

        line.Raw("]"u8);
    }

    private static ReadOnlySpan<byte> Decision(RecordedOutcome outcome) => outcome switch
    {
        RecordedOutcome.Allowed => ",\"decision\":\"allowed\""u8,
        RecordedOutcome.Pending => ",\"decision\":\"pending\""u8,
        _ => ",\"decision\":\"denied\""u8,
    };
}
