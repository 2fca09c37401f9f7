using System.Globalization;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>
/// Names the rules of one list: an entry's <c>id</c>, else its first condition, else <c>always</c> (section 4).
/// </summary>
internal sealed class RuleIds
{
    private readonly string _list;
    private readonly HashSet<string> _taken;

    /// <summary>Begins a list.</summary>
    /// <param name="list">Its pointer, for example <c>/tools/drop_*/deny_if</c>.</param>
    /// <param name="ids">All ids that are written in it: no made name takes one of them.</param>
    public RuleIds(string list, IEnumerable<string> ids)
    {
        _list = list;
        _taken = new HashSet<string>(ids, StringComparer.Ordinal);
    }

    /// <summary>The rule of an entry with an <c>id</c>.</summary>
    public string Named(string id) => _list + "/" + JsonPointer.Escape(id);

    /// <summary>
    /// The rule of an entry without one, from its first condition; a repeat gets <c>-2</c>, <c>-3</c> ….
    /// </summary>
    public string Made((string Path, string Op)? first)
    {
        var name = first is { } condition ? condition.Path + "-" + condition.Op : "always";
        var made = name;
        for (var number = 2; !_taken.Add(made); number++)
        {
            made = name + "-" + number.ToString(CultureInfo.InvariantCulture);
        }

        return Named(made);
    }
}
