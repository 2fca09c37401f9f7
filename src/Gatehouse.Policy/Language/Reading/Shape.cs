using System.Collections.Immutable;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>The members that an object of the language may and must have.</summary>
/// <param name="Name">The definition's name in the JSON Schema, for example <c>limit</c>.</param>
/// <param name="Required">Members that must be there.</param>
/// <param name="Optional">Members that may be there.</param>
internal sealed record Shape(string Name, ImmutableArray<string> Required, ImmutableArray<string> Optional)
{
    /// <summary>All members.</summary>
    public ImmutableArray<string> Members { get; } = [.. Required, .. Optional];

    /// <summary>The whole document.</summary>
    public static readonly Shape Document = new(
        "document",
        ["version", "default"],
        [
            "$schema", "description", "mode", "observe_until", "hide", "list", "resources", "prompts", "outside",
            "timezone", "all_tools", "tools",
        ]);

    /// <summary>What stands under a key of <c>tools</c>.</summary>
    public static readonly Shape Tool = new(
        "tool",
        [],
        ["action", "reason", "arguments", "require", "deny_if", "require_approval", "limits", "rate_limit"]);

    /// <summary>What stands under <c>all_tools</c>.</summary>
    public static readonly Shape AllTools = new(
        "all_tools", [], ["arguments", "require", "deny_if", "require_approval", "limits", "rate_limit"]);

    /// <summary>An entry of <c>require</c> or <c>deny_if</c>.</summary>
    public static readonly Shape Entry = new("entry", ["conditions"], ["on_deny", "id"]);

    /// <summary>An entry of <c>require_approval</c>.</summary>
    public static readonly Shape Approval = new(
        "approval", ["conditions"], ["message", "expires", "hold", "approvers", "id"]);

    /// <summary>A condition.</summary>
    public static readonly Shape Condition = new("condition", ["path", "op", "value"], ["dialect"]);

    /// <summary>An entry of <c>limits</c>.</summary>
    public static readonly Shape Limit = new(
        "limit", ["counter", "window", "max"], ["scope", "sessions", "increment_from", "on_deny"]);

    /// <summary>A <c>rate_limit</c>.</summary>
    public static readonly Shape RateLimit = new("rate_limit", ["max", "window"], ["sessions"]);

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Shape> All =
        [Document, Tool, AllTools, Entry, Approval, Condition, Limit, RateLimit];
}
