using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Audits;

/// <summary>Which changes.</summary>
internal sealed class AuditQueryOptions
{
    private readonly Option<string?> _since = new("--since") { Description = "Not before: so long ago, like 15m, or a time of RFC 3339", HelpName = "WHEN" };

    private readonly Option<string?> _until = new("--until") { Description = "Before: so long ago, like 15m, or a time of RFC 3339", HelpName = "WHEN" };

    private readonly Option<string?> _actor = new("--actor") { Description = "Only by this person or key, by id or name", HelpName = "WHO" };

    private readonly Option<string?> _what = new("--what") { Description = "Only this kind of change, like server.created", HelpName = "WORD" };

    private readonly Option<string?> _kind = new("--kind") { Description = "Only things of this kind, like grant", HelpName = "WORD" };

    private readonly Option<string?> _id = new("--id") { Description = "Only this thing", HelpName = "ID" };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_since, _until, _actor, _what, _kind, _id])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The query of the API, empty for none; null where a time is none, which is told.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="format">Of an export; null for a list.</param>
    public string? Read(ParseResult parsed, string? format = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var times = new List<(string, string?)>();
        foreach (var (name, option) in new[] { ("since", _since), ("until", _until) })
        {
            if (parsed.GetValue(option) is { } written)
            {
                if (DurationText.Before(written, now) is not { } time)
                {
                    Terminal.Of(parsed).Note($"gatehouse: `{option.Name}` is like 15m, 2h, 7d or 2027-01-31T12:00:00Z");
                    return null;
                }

                times.Add((name, ApiQuery.Time(time)));
            }
        }

        return ApiQuery.Of(
        [
            .. times, ("actor", parsed.GetValue(_actor)), ("what", parsed.GetValue(_what)), ("subject_kind", parsed.GetValue(_kind)),
            ("subject_id", parsed.GetValue(_id)), ("format", format),
        ]);
    }
}
