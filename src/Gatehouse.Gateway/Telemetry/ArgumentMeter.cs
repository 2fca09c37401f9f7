using System.Diagnostics.Metrics;

namespace Gatehouse.Gateway.Telemetry;

/// <summary>Counts what becomes of arguments that are to be stored.</summary>
public static class ArgumentMeter
{
    private static readonly Meter _meter = new(GatewayMeter.Name);
    private static readonly Counter<long> _stored = _meter.CreateCounter<long>(
        "gatehouse.arguments", "{call}", "Calls whose arguments were to be stored, by what became of them");

    private static readonly Counter<long> _unswept = _meter.CreateCounter<long>(
        "gatehouse.arguments.unswept", "{try}", "Times that stored arguments whose time is over could not be deleted");

    /// <summary>Stored, encrypted.</summary>
    public static void Stored(int calls) => Add(calls, "stored");

    /// <summary>Too large: only that is stored.</summary>
    public static void TooLarge(int calls) => Add(calls, "too-large");

    /// <summary>Lost: the store did not take them in time. The call's record is not concerned.</summary>
    public static void Missed(int calls) => Add(calls, "missed");

    /// <summary>What is kept no longer could not be deleted now; it is tried again.</summary>
    public static void Unswept() => _unswept.Add(1);

    private static void Add(int calls, string outcome)
    {
        if (calls > 0 && _stored.Enabled)
        {
            _stored.Add(calls, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
