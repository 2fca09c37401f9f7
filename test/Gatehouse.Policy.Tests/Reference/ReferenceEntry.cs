using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>One entry of <c>require</c>, <c>deny_if</c> or <c>require_approval</c>.</summary>
internal sealed record ReferenceEntry(string Rule, JsonElement Json)
{
    public List<JsonElement> Conditions => [.. Json.GetProperty("conditions").EnumerateArray()];

    /// <summary>The author's <c>on_deny</c> or <c>message</c>.</summary>
    public string? Message =>
        Json.TryGetProperty("on_deny", out var denied) ? denied.GetString()
        : Json.TryGetProperty("message", out var asked) ? asked.GetString()
        : null;

    /// <summary>"<c>expires</c> (default 30m), <c>hold</c> (default 0s), <c>approvers</c> 1 (default) to 5".</summary>
    public ReferenceApproval Approval(string prefix) => new(
        prefix + Rule,
        Message,
        Duration("expires", "30m"),
        Duration("hold", "0s"),
        Json.TryGetProperty("approvers", out var people) ? people.GetInt32() : 1);

    private TimeSpan Duration(string field, string otherwise) =>
        Duration(Json.TryGetProperty(field, out var text) ? text.GetString()! : otherwise);

    /// <summary>"A duration is a whole number and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>."</summary>
    public static TimeSpan Duration(string text)
    {
        var number = int.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }
}
