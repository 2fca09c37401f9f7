using System.Collections.Immutable;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Every word list of the language but the operators, which have a table of their own.</summary>
internal static class Vocabulary
{
    public static readonly Words<PolicyDefault> Default =
        new("default", [("deny", PolicyDefault.Deny), ("allow", PolicyDefault.Allow)]);

    public static readonly Words<PolicyMode> Mode =
        new("mode", [("enforce", PolicyMode.Enforce), ("observe", PolicyMode.Observe)]);

    public static readonly Words<ListMode> List = new("list", [("all", ListMode.All), ("allowed", ListMode.Allowed)]);

    public static readonly Words<ToolAction> Action = new(
        "action",
        [("allow", ToolAction.Allow), ("deny", ToolAction.Deny), ("require_approval", ToolAction.RequireApproval)]);

    public static readonly Words<ArgumentsMode> Arguments = new(
        "arguments", [("any", ArgumentsMode.Any), ("declared", ArgumentsMode.Declared),
            ("schema", ArgumentsMode.Schema)]);

    public static readonly Words<LimitScope> Scope = new(
        "scope",
        [
            ("grant", LimitScope.Grant), ("session", LimitScope.Session), ("server", LimitScope.Server),
            ("org", LimitScope.Org),
        ]);

    public static readonly Words<CalendarUnit> Calendar = new(
        "window",
        [
            ("minute", CalendarUnit.Minute), ("hour", CalendarUnit.Hour), ("day", CalendarUnit.Day),
            ("week", CalendarUnit.Week), ("month", CalendarUnit.Month),
        ]);

    public static readonly Words<PathRoot> Root = new(
        "root",
        [
            ("args", PathRoot.Args), ("tool", PathRoot.Tool), ("server", PathRoot.Server), ("grant", PathRoot.Grant),
            ("client", PathRoot.Client), ("session", PathRoot.Session), ("time", PathRoot.Time),
        ]);

    public static readonly ImmutableArray<string> Dialects = ["generic", "postgres", "mysql", "sqlite", "tsql"];

    public static readonly ImmutableArray<string> Categories =
        ["read", "write", "execute", "destructive", "financial", "other"];

    public static readonly ImmutableArray<string> Risks = ["low", "medium", "high", "critical"];

    public static readonly ImmutableArray<string> Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
}
