using System.CommandLine;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Cli.Commands.Logs;

/// <summary>Which recorded calls to show.</summary>
internal sealed class LogQueryOptions(bool isLimited = true)
{
    private const int MostCalls = 1_000;

    private static readonly string[] _outcomes =
        ["allowed", "denied", "pending", "done", "error", "fault", "cancelled", "unknown"];

    private readonly Option<string?> _tool = new("--tool") { Description = "Only this tool, prompt or resource", HelpName = "NAME" };

    private readonly Option<string?> _outcome = new("--outcome")
    {
        Description = $"Only this decision or outcome: {string.Join(", ", _outcomes)}", HelpName = "WORD",
    };

    private readonly Option<string?> _grant = new("--grant") { Description = "Only this grant", HelpName = "ID" };

    private readonly Option<string?> _server = new("--server") { Description = "Only this server", HelpName = "ID" };

    private readonly Option<string?> _rule = new("--rule") { Description = "Only where this rule decided", HelpName = "ID" };

    private readonly Option<string?> _text = new("--text") { Description = "Only where this text stands in a name", HelpName = "TEXT" };

    private readonly Option<string?> _since = new("--since") { Description = "Not before: so long ago, like 15m, or a time of RFC 3339", HelpName = "WHEN" };

    private readonly Option<string?> _until = new("--until") { Description = "Before: so long ago, like 15m, or a time of RFC 3339", HelpName = "WHEN" };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "At most so many, the latest; 1 to 1000", HelpName = "N", DefaultValueFactory = _ => 50,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_tool, _outcome, _grant, _server, _rule, _text, _since, _until, .. isLimited ? [_limit] : Array.Empty<Option>()])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The query, or what is wrong with the options.</summary>
    public (RecordQuery? Query, string? Problem) Read(ParseResult parsed, DateTimeOffset now)
    {
        var outcome = parsed.GetValue(_outcome);
        if (outcome is not null && !_outcomes.Contains(outcome, StringComparer.Ordinal))
        {
            return (null, $"`--outcome` is one of {string.Join(", ", _outcomes)}");
        }

        var limit = isLimited ? parsed.GetValue(_limit) : MostCalls;
        if (limit is < 1 or > MostCalls)
        {
            return (null, $"`--limit` is 1 to {MostCalls}");
        }

        var (since, isSince) = When(parsed.GetValue(_since), now);
        var (until, isUntil) = When(parsed.GetValue(_until), now);
        if (!isSince || !isUntil)
        {
            return (null, $"`{(isSince ? "--until" : "--since")}` is like 15m, 2h, 7d or 2027-01-31T12:00:00Z");
        }

        return (new RecordQuery
        {
            Target = parsed.GetValue(_tool),
            Outcome = outcome,
            GrantId = parsed.GetValue(_grant),
            ServerId = parsed.GetValue(_server),
            Rule = parsed.GetValue(_rule),
            Text = parsed.GetValue(_text),
            Since = since,
            Until = until,
            Most = limit,
        }, null);
    }

    private static (DateTimeOffset? Time, bool IsSound) When(string? text, DateTimeOffset now)
    {
        var time = text is null ? null : DurationText.Before(text, now);
        return (time, text is null || time is not null);
    }
}
