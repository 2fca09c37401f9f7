using System.Globalization;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Paging;

/// <summary>Reads the filters of a list from the query. A filter that is unknown or unreadable is refused: left out, it would show too much.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int Longest = 256;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The first thing that is wrong.</summary>
    public Fault? Problem { get; private set; }

    /// <summary>Names that are read by somebody else.</summary>
    public void Pass(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _known.Add(name);
        }
    }

    /// <summary>A text; null where it is left out.</summary>
    public string? Text(string name)
    {
        _known.Add(name);
        return query[name] switch
        {
            { Count: 0 } => null,
            [{ Length: > 0 and <= Longest } text] => text,
            _ => Wrong<string>($"`{name}` is not one text of 1 to {Longest} characters"),
        };
    }

    /// <summary>One of several words; null where it is left out.</summary>
    public string? Word(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } word)
        {
            return null;
        }

        return words.Contains(word) ? word : Wrong<string>($"`{name}` is not one of {string.Join(", ", words)}");
    }

    /// <summary>A time as RFC 3339 writes it; null where it is left out.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // Days are taken off and added: years at the ends of what can be written would have none before or behind them.
        return text.Length >= 20 && text[10] == 'T' && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year is >= 1970 and < 9999
                ? time
                : Wrong<DateTimeOffset?>($"`{name}` is not a time like 2027-01-31T12:00:00Z");
    }

    /// <summary>What is wrong with the query, once everything was read.</summary>
    public Fault? End() => Problem ?? (query.Keys.FirstOrDefault(key => !_known.Contains(key)) is { } unknown
        ? new Fault(
            ControlFaults.QueryInvalid, $"`{ControlFaults.Shown(unknown)}` is no filter of this list",
            $"there are {string.Join(", ", _known.Order(StringComparer.Ordinal))}")
        : null);

    private T? Wrong<T>(string message)
    {
        Problem ??= new Fault(ControlFaults.QueryInvalid, message);
        return default;
    }
}
