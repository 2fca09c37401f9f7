using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>The roots of section 3: where a path begins.</summary>
internal sealed class ReferenceFacts(ReferenceDocument document, ReferenceCall call)
{
    public Found Find(string path)
    {
        var (root, steps) = PathText.Read(path);
        return root == "args" ? Walk.Through(Arguments(call), steps) : Fact(root, steps);
    }

    /// <summary>"<c>args</c> is <c>params.arguments</c> of the call (absent or null reads as <c>{}</c>)."</summary>
    public static JsonElement Arguments(ReferenceCall call) =>
        JsonDocument.Parse(call.Arguments.Trim() is "" or "null" ? "{}" : call.Arguments).RootElement;

    /// <summary>
    /// "missing in <c>deny_if</c>/<c>require_approval</c>, but the accepted input schema has a <c>default</c> there
    /// (reached through <c>properties</c> only)". A default of null is as good as none.
    /// </summary>
    public Found? DefaultOf(string path)
    {
        var (root, steps) = PathText.Read(path);
        if (root != "args" || steps.Any(step => step.Key is null) || call.Tool.InputSchema.IsEmpty)
        {
            return null;
        }

        JsonElement? schema = JsonDocument.Parse(call.Tool.InputSchema).RootElement;
        foreach (var step in steps)
        {
            schema = Child(Child(schema, "properties"), step.Key!);
        }

        return Child(schema, "default") is { ValueKind: not JsonValueKind.Null } value ? new Found.Value(value) : null;
    }

    private static JsonElement? Child(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } && parent.Value.TryGetProperty(name, out var child) ? child : null;

    /// <summary>"A fact that the gateway does not have is unknown; a tag, annotation or client member that is not there is missing."</summary>
    private Found Fact(string root, List<Step> steps) => (root, steps[0].Key) switch
    {
        ("tool", "name") => Found.Of(call.Tool.Name),
        ("tool", "category") => Known(call.Tool.Category),
        ("tool", "risk") => Known(call.Tool.Risk),
        ("tool", "annotations") => Annotation(steps),
        ("server", "name") => Found.Of(call.Server.Name),
        ("server", "id") => Found.Of(call.Server.Id),
        ("grant", "label") => Found.Of(call.Grant.Label),
        ("grant", "id") => Found.Of(call.Grant.Id),
        ("grant", "tags") => Walk.Through(JsonSerializer.SerializeToElement(call.Grant.Tags), [.. steps.Skip(1)]),
        ("client", "name") => call.Client is null ? NotKnown : Found.Of(call.Client.Name),
        ("client", "version") => call.Client is null ? NotKnown : Found.Of(call.Client.Version),
        ("session", "called") => Called(),
        ("session", "called_categories") => CalledCategories(),
        ("session", "tainted") => Tainted(),
        ("time", var member) => Time(member!),
        _ => throw new InvalidOperationException($"no fact is called {root}.{steps[0].Key}"),
    };

    private static Found NotKnown => new Found.Unclear(UnknownWhy.None);

    private static Found Known(string? word) => word is null ? NotKnown : Found.Of(word);

    private Found Annotation(List<Step> steps) => Walk.Through(
        call.Tool.Annotations.IsEmpty ? null : JsonDocument.Parse(call.Tool.Annotations).RootElement,
        [.. steps.Skip(1)]);

    /// <summary>
    /// "what this session called in the last 24 hours is true, what another session of the same grant called in the last
    /// hour is unknown, anything else false. An MCP session that is older than the gateway process is unknown".
    /// </summary>
    private Found Called() => call.Session is not { } session ? NotKnown : new Found.Members(name =>
        session.Called.Contains(name) ? Truth.True
        : session.CalledElsewhere.Contains(name) || session.IsOlderThanProcess ? Truth.Unknown
        : Truth.False);

    private Found CalledCategories() => call.Session is not { } session ? NotKnown : new Found.Members(name =>
        session.Categories.Contains(name) ? Truth.True
        : session.CategoriesElsewhere.Contains(name) || session.CategoryUnknown || session.IsOlderThanProcess ? Truth.Unknown
        : Truth.False);

    /// <summary>"<c>tainted</c>: a tool of <c>outside</c> was called".</summary>
    private Found Tainted() =>
        call.Session is not { } session ? NotKnown
        : session.Called.Any(document.IsOutside) ? Found.Of(true)
        : session.CalledElsewhere.Any(document.IsOutside) || session.IsOlderThanProcess ? NotKnown
        : Found.Of(false);

    /// <summary>"local time in <c>timezone</c>, from one reading of the gateway's clock per decision".</summary>
    private Found Time(string member)
    {
        var local = TimeZoneInfo.ConvertTime(call.Now, document.Zone);
        return member switch
        {
            "hour" => Found.Of(local.Hour),
            "weekday" => Found.Of(local.DayOfWeek.ToString()[..3].ToLowerInvariant()),
            _ => Found.Of(local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        };
    }
}
