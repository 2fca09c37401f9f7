using System.Text.Json;

namespace Gatehouse.Control.Policies;

/// <summary>Whether a document may let through what the one before kept out. Decided on the documents; unsure counts as yes.</summary>
/// <remarks>
/// It says no only where each difference is one of a short list that can but restrict: a rule, a limit or an approval more,
/// a smaller limit, a tool that is denied, any key but an allowing one where everything passes by default, a default that is turned
/// to deny. Everything else is yes.
/// </remarks>
internal static class Widening
{
    private static readonly string[] _free = ["$schema", "description", "default", "mode", "observe_until", "list", "hide", "resources", "prompts", "all_tools", "tools"];
    private static readonly JsonElement _nothing = JsonElement.Parse("{}");

    /// <summary>Both are valid documents.</summary>
    public static bool MayOpen(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using var one = JsonDocument.Parse(before);
        using var two = JsonDocument.Parse(after);
        var (was, now) = (one.RootElement, two.RootElement);
        return !(SameOutside(was, now, _free)
            && (Same(was, now, "default") || Is(now, "default", "deny"))
            && ModeHolds(was, now)
            && (Same(was, now, "list") || Is(now, "list", "allowed"))
            && Texts(was, "hide").IsSubsetOf(Texts(now, "hide"))
            && DoorHolds(was, now, "resources")
            && DoorHolds(was, now, "prompts")
            && RulesHold(Member(was, "all_tools") ?? _nothing, Member(now, "all_tools") ?? _nothing)
            && ToolsHold(Member(was, "tools") ?? _nothing, Member(now, "tools") ?? _nothing, Is(was, "default", "allow")));
    }

    // From observing to enforcing is stricter; another day until which is observed may be either.
    private static bool ModeHolds(JsonElement was, JsonElement now) =>
        Is(now, "mode", "enforce") || Member(now, "mode") is null || (Same(was, now, "mode") && Same(was, now, "observe_until"));

    // A door that is not named follows other rules than one that is, so both must name it.
    private static bool DoorHolds(JsonElement was, JsonElement now, string door) =>
        Same(was, now, door)
        || (Member(was, door) is not null && Member(now, door) is not null && Texts(now, door).IsSubsetOf(Texts(was, door)));

    private static bool ToolsHold(JsonElement was, JsonElement now, bool passesByDefault)
    {
        foreach (var tool in was.EnumerateObject())
        {
            if (Member(now, tool.Name) is not { } rules || !RulesHold(tool.Value, rules))
            {
                return false;
            }
        }

        // All keys that match a tool hold together. So one more can let its tool pass only where nothing passes by default, or by
        // `allow`, which stands alone; one that denies every call cannot.
        return now.EnumerateObject().All(tool =>
            Member(was, tool.Name) is not null || DeniesAlways(tool.Value) || (passesByDefault && !Is(tool.Value, "action", "allow")));
    }

    // `conditions: []` always holds.
    private static bool DeniesAlways(JsonElement rules) => Is(rules, "action", "deny")
        || Items(rules, "deny_if").Any(static entry => Member(entry, "conditions") is { ValueKind: JsonValueKind.Array } conditions && conditions.GetArrayLength() == 0);

    private static bool RulesHold(JsonElement was, JsonElement now) =>
        DeniesAlways(now)
        || (SameOutside(was, now, ["action", "reason", "arguments", "require", "deny_if", "require_approval", "limits", "rate_limit"])
            && ActionHolds(was, now)
            && ArgumentsHold(was, now)
            && EntriesHold(was, now, "require")
            && EntriesHold(was, now, "deny_if")
            && EntriesHold(was, now, "require_approval")
            && LimitsHold(was, now)
            && RateHolds(was, now));

    // Any word or list narrows where nothing was asked; between two of them, only a shorter list is sure to.
    private static bool ArgumentsHold(JsonElement was, JsonElement now) =>
        Same(was, now, "arguments") || Member(was, "arguments") is null || Is(was, "arguments", "any")
        || (Member(was, "arguments") is { ValueKind: JsonValueKind.Array } && Member(now, "arguments") is { ValueKind: JsonValueKind.Array }
            && Texts(now, "arguments").IsSubsetOf(Texts(was, "arguments")));

    private static bool ActionHolds(JsonElement was, JsonElement now) =>
        Same(was, now, "action") || (!Is(was, "action", "deny") && !Is(was, "action", "allow") && Is(now, "action", "require_approval"));

    private static bool EntriesHold(JsonElement was, JsonElement now, string list)
    {
        var kept = Items(now, list).Select(static entry => Plain(entry)).ToHashSet(StringComparer.Ordinal);
        return Items(was, list).All(entry => kept.Contains(Plain(entry)));
    }

    private static bool LimitsHold(JsonElement was, JsonElement now) => Items(was, "limits").All(limit =>
        Items(now, "limits").Any(other => Plain(limit, "max") == Plain(other, "max") && IsAtMost(other, limit)));

    private static bool RateHolds(JsonElement was, JsonElement now) => Member(was, "rate_limit") is not { } limit
        || (Member(now, "rate_limit") is { } other && Plain(limit, "max") == Plain(other, "max") && IsAtMost(other, limit));

    private static bool IsAtMost(JsonElement now, JsonElement was) =>
        now.TryGetProperty("max", out var smaller) && was.TryGetProperty("max", out var larger)
        && smaller.TryGetDecimal(out var most) && larger.TryGetDecimal(out var before) && most <= before;

    private static bool SameOutside(JsonElement was, JsonElement now, string[] looked) =>
        was.EnumerateObject().Concat(now.EnumerateObject())
            .All(member => looked.Contains(member.Name, StringComparer.Ordinal) || Same(was, now, member.Name));

    private static bool Same(JsonElement was, JsonElement now, string name) => (Member(was, name), Member(now, name)) switch
    {
        (null, null) => true,
        ({ } one, { } two) => JsonElement.DeepEquals(one, two),
        _ => false,
    };

    private static bool Is(JsonElement holder, string name, string word) =>
        Member(holder, name) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(word);

    private static JsonElement? Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement[] Items(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static HashSet<string> Texts(JsonElement holder, string name) =>
        Items(holder, name).Select(static item => item.ToString()).ToHashSet(StringComparer.Ordinal);

    // What a rule does, without what it says: members in order, texts for people left out.
    private static string Plain(JsonElement entry, string? without = null) => entry.ValueKind != JsonValueKind.Object
        ? entry.GetRawText()
        : string.Join(',', entry.EnumerateObject()
            .Where(member => member.Name is not ("on_deny" or "message" or "id") && member.Name != without)
            .OrderBy(static member => member.Name, StringComparer.Ordinal)
            .Select(static member => $"{member.Name}:{member.Value.GetRawText()}"));
}
