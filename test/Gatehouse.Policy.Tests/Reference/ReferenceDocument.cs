using System.Text.Json;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>One policy, read straight from its JSON text: section 1.</summary>
internal sealed class ReferenceDocument
{
    public ReferenceDocument(LayerKind kind, string json)
    {
        Kind = kind;
        Root = JsonDocument.Parse(json).RootElement;
    }

    public LayerKind Kind { get; }

    public JsonElement Root { get; }

    /// <summary>"with <c>org:</c> or <c>server:</c> before a baseline's id".</summary>
    public string Prefix => Kind switch { LayerKind.Organisation => "org:", LayerKind.Server => "server:", _ => "" };

    public bool DeniesByDefault => Root.GetProperty("default").GetString() == "deny";

    public bool ListsOnlyAllowed => Text("list") == "allowed";

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Text("timezone") ?? "UTC");

    /// <summary>"<c>observe</c> needs <c>observe_until</c>; from that instant on the policy enforces".</summary>
    public bool ObservesAt(DateTimeOffset now) =>
        Text("mode") == "observe" && now < Root.GetProperty("observe_until").GetDateTimeOffset();

    /// <summary>"names or patterns: absent from <c>tools/list</c>".</summary>
    public bool Hides(string tool) => Patterns("hide")?.Any(pattern => Matches(pattern, tool)) ?? false;

    /// <summary>"Absent: all under <c>default: allow</c>, none under <c>deny</c>": resources and prompts.</summary>
    public bool LetsThrough(string field, string name) =>
        Patterns(field)?.Any(pattern => Matches(pattern, name)) ?? !DeniesByDefault;

    /// <summary>"tools whose results carry outside content. Absent: every tool".</summary>
    public bool IsOutside(string tool) => Patterns("outside")?.Any(pattern => Matches(pattern, tool)) ?? true;

    /// <summary>The rules of <c>all_tools</c>, if there are any.</summary>
    public ReferenceRules? AllTools =>
        Root.TryGetProperty("all_tools", out var rules) ? new ReferenceRules("/all_tools", rules) : null;

    /// <summary>
    /// "Which keys apply. All that match, exact and patterns together. An exact key with <c>action: allow</c> is the only
    /// key that applies to its tool. Keys are read exact first, then the one with most literal characters, then ordinally."
    /// </summary>
    public List<ReferenceRules> RulesFor(string tool)
    {
        if (!Root.TryGetProperty("tools", out var tools))
        {
            return [];
        }

        var keys = tools.EnumerateObject().Where(key => Matches(key.Name, tool))
            .OrderBy(key => key.Name.Contains('*'))
            .ThenByDescending(key => key.Name.Count(c => c != '*'))
            .ThenBy(key => key.Name, StringComparer.Ordinal)
            .Select(key => new ReferenceRules("/tools/" + Escaped(key.Name), key.Value, key.Name.Contains('*')))
            .ToList();
        var wayOut = keys.Find(rules => !rules.IsPattern && rules.Action == "allow");
        return wayOut is null ? keys : [wayOut];
    }

    /// <summary>"<c>*</c> matches any run of characters, also none, anywhere in a name; nothing else is special."</summary>
    public static bool Matches(string pattern, string name)
    {
        if (pattern.Length == 0)
        {
            return name.Length == 0;
        }

        return pattern[0] == '*'
            ? Enumerable.Range(0, name.Length + 1).Any(skip => Matches(pattern[1..], name[skip..]))
            : name.Length > 0 && name[0] == pattern[0] && Matches(pattern[1..], name[1..]);
    }

    /// <summary>"each part is escaped as in RFC 6901".</summary>
    public static string Escaped(string part) =>
        part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private string? Text(string field) => Root.TryGetProperty(field, out var value) ? value.GetString() : null;

    private List<string>? Patterns(string field) =>
        Root.TryGetProperty(field, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : null;
}
