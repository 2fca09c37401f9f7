using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Routes;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Records;

/// <summary>Which time counts are asked for.</summary>
/// <param name="Since">From.</param>
/// <param name="Until">Before.</param>
/// <param name="Step">How long one span is.</param>
/// <param name="ServerId">Only this server; null for all.</param>
/// <param name="Tool">Only this tool; null for all.</param>
internal sealed record RecordRange(DateTimeOffset Since, DateTimeOffset Until, TotalStep Step, string? ServerId, string? Tool)
{
    private const int MostSpans = 400;
    private static readonly TimeSpan _minutes = TimeSpan.FromHours(6);
    private static readonly TimeSpan _hours = TimeSpan.FromDays(8);
    private static readonly TimeSpan _toolHours = TimeSpan.FromDays(2);
    private static readonly TimeSpan _toolDays = TimeSpan.FromDays(92);

    /// <summary>What both readings take.</summary>
    public static readonly QueryNote[] Parameters =
    [
        new("since", "from this time; a day before `until`"), new("until", "before this time; now"),
        new("server", "only this server"), new("tool", "only this tool"),
    ];

    /// <summary>Of counts over time: as many spans as a picture can show.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public static (RecordRange? Range, Fault? Fault) ReadSpans(IQueryCollection query, DateTimeOffset now)
    {
        var (reader, range) = Read(query, now);
        var step = reader.Word("step", "minute", "hour", "day") switch
        {
            "minute" => TotalStep.Minute,
            "hour" => TotalStep.Hour,
            "day" => TotalStep.Day,
            _ => StepOf(range.Until - range.Since),
        };
        var fault = reader.End() ?? Check(range.Since, range.Until, step);
        return fault is null ? (range with { Step = step }, null) : (null, fault);
    }

    /// <summary>Of the use of tools: by whole hours of up to two days, by whole days else.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public static (RecordRange? Range, Fault? Fault) ReadTools(IQueryCollection query, DateTimeOffset now)
    {
        var (reader, range) = Read(query, now);
        var step = range.Until - range.Since <= _toolHours ? TotalStep.Hour : TotalStep.Day;
        var fault = reader.End() ?? Check(range.Since, range.Until, _toolDays, $"more than {_toolDays.Days} days");
        return fault is null ? (range with { Step = step }, null) : (null, fault);
    }

    /// <summary>As fine as a picture of so much time can show.</summary>
    public static TotalStep StepOf(TimeSpan length) =>
        length <= _minutes ? TotalStep.Minute : length <= _hours ? TotalStep.Hour : TotalStep.Day;

    /// <summary>Whether a time can be counted in such steps.</summary>
    public static Fault? Check(DateTimeOffset since, DateTimeOffset until, TotalStep step) =>
        Check(since, until, TimeSpan.FromSeconds((int)step) * MostSpans, $"more than {MostSpans} spans");

    private static (QueryReader Reader, RecordRange Range) Read(IQueryCollection query, DateTimeOffset now)
    {
        var reader = new QueryReader(query);
        var until = reader.Time("until") ?? now;
        return (reader, new RecordRange(
            reader.Time("since") ?? until.AddDays(-1), until, TotalStep.Minute, reader.Text("server"), reader.Text("tool")));
    }

    private static Fault? Check(DateTimeOffset since, DateTimeOffset until, TimeSpan most, string tooMuch) =>
        since >= until ? new Fault(ControlFaults.QueryInvalid, "`since` is not before `until`")
        : until - since > most ? new Fault(ControlFaults.QueryInvalid, $"`since` to `until` is {tooMuch}", "ask for less at once")
        : null;
}
