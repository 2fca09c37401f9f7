using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>The rules under one key of <c>tools</c>, or under <c>all_tools</c>: section 2.</summary>
internal sealed record ReferenceRules(string Pointer, JsonElement Json, bool IsPattern = false)
{
    public string? Action => Text("action");

    public string? Reason => Text("reason");

    public JsonElement? Arguments => Json.TryGetProperty("arguments", out var rule) ? rule : null;

    public List<ReferenceEntry> Require => Entries("require");

    public List<ReferenceEntry> DenyIf => [.. Entries("deny_if").Where(entry => !IsIdiom(entry))];

    /// <summary>"judged at step 9 as the same entry of <c>require_approval</c>; its rule id stays where it is written".</summary>
    public List<ReferenceEntry> RequireApproval =>
        [.. Entries("require_approval"), .. Entries("deny_if").Where(IsIdiom)];

    /// <summary>The limits, then "<c>rate_limit</c> is the same as a sliding limit of scope session".</summary>
    public List<(string Rule, JsonElement Json)> Limits
    {
        get
        {
            var limits = new List<(string, JsonElement)>();
            if (Json.TryGetProperty("limits", out var list))
            {
                limits.AddRange(list.EnumerateArray().Select(limit => ($"{Pointer}/limits/"
                    + ReferenceDocument.Escaped(limit.GetProperty("counter").GetString()!), limit)));
            }

            if (Json.TryGetProperty("rate_limit", out var rate))
            {
                limits.Add(($"{Pointer}/rate_limit", rate));
            }

            return limits;
        }
    }

    /// <summary>
    /// "an entry of <c>deny_if</c> whose <c>on_deny</c> is <c>Requires human approval.</c> or <c>Blocked by default.
    /// Requires approval.</c> (ASCII letter case and one final stop ignored)".
    /// </summary>
    private static bool IsIdiom(ReferenceEntry entry)
    {
        var text = entry.Message ?? "";
        text = text.EndsWith('.') ? text[..^1] : text;
        var lower = string.Concat(text.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));
        return lower is "requires human approval" or "blocked by default. requires approval";
    }

    /// <summary>
    /// "an entry's <c>id</c>, else <c>path-op</c> of its first condition, else <c>always</c>; <c>-2</c>, <c>-3</c> … are
    /// appended to repeats in one list; each part is escaped".
    /// </summary>
    private List<ReferenceEntry> Entries(string list)
    {
        if (!Json.TryGetProperty(list, out var entries))
        {
            return [];
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new List<ReferenceEntry>();
        foreach (var entry in entries.EnumerateArray())
        {
            var name = Name(entry);
            var times = seen[name] = seen.GetValueOrDefault(name) + 1;
            var rule = $"{Pointer}/{list}/{ReferenceDocument.Escaped(times == 1 ? name : $"{name}-{times}")}";
            result.Add(new ReferenceEntry(rule, entry));
        }

        return result;
    }

    private static string Name(JsonElement entry)
    {
        if (entry.TryGetProperty("id", out var id))
        {
            return id.GetString()!;
        }

        var first = entry.GetProperty("conditions").EnumerateArray().FirstOrDefault();
        return first.ValueKind == JsonValueKind.Undefined
            ? "always"
            : $"{first.GetProperty("path").GetString()}-{first.GetProperty("op").GetString()}";
    }

    private string? Text(string field) => Json.TryGetProperty(field, out var value) ? value.GetString() : null;
}
