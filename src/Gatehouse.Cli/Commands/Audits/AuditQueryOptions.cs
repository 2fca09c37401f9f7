using System.CommandLine;
using System.Text;
using Gatehouse.Cli.Output;

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
        var text = new StringBuilder();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (name, option) in new[] { ("since", _since), ("until", _until) })
        {
            if (parsed.GetValue(option) is { } written)
            {
                if (DurationText.Before(written, now) is not { } time)
                {
                    Terminal.Of(parsed).Note($"gatehouse: `{option.Name}` is like 15m, 2h, 7d or 2027-01-31T12:00:00Z");
                    return null;
                }

                Add(text, name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            }
        }

        Add(text, "actor", parsed.GetValue(_actor));
        Add(text, "what", parsed.GetValue(_what));
        Add(text, "subject_kind", parsed.GetValue(_kind));
        Add(text, "subject_id", parsed.GetValue(_id));
        Add(text, "format", format);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
