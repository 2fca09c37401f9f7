using System.Diagnostics.Metrics;

namespace Gatehouse.Gateway.Telemetry;

/// <summary>What the gateway counts. Labels come from closed lists and the operator's own ids, never from a client's text.</summary>
internal static class GatewayMeter
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "Gatehouse";

    private static readonly Meter _meter = new(Name);
    private static readonly Counter<long> _decisions = _meter.CreateCounter<long>("gatehouse.decisions", "{call}", "Decided calls by server and outcome");
    private static readonly Counter<long> _refusals = _meter.CreateCounter<long>("gatehouse.refusals", "{request}", "Requests refused before any policy looked at them");
    private static readonly Histogram<double> _upstream = _meter.CreateHistogram<double>("gatehouse.upstream.duration", "s", "Time from sending a call to the end of its answer");

    /// <summary>One decision.</summary>
    public static void Decided(string serverId, string outcome)
    {
        if (_decisions.Enabled)
        {
            _decisions.Add(1, new KeyValuePair<string, object?>("server", serverId), new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    /// <summary>One refusal; the reason is a word of ours.</summary>
    public static void Refused(string reason)
    {
        if (_refusals.Enabled)
        {
            _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
        }
    }

    /// <summary>One call that was sent.</summary>
    public static void Answered(string serverId, string outcome, TimeSpan took)
    {
        if (_upstream.Enabled)
        {
            _upstream.Record(took.TotalSeconds, new KeyValuePair<string, object?>("server", serverId), new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
