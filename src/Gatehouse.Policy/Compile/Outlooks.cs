using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Compile;

/// <summary>What compiled rules say of every call of their tool: only what the tool itself decides is decided.</summary>
internal static class Outlooks
{
    /// <summary>Steps 4 to 9 of the documents that are in force at that time.</summary>
    public static ToolOutlook Of(CompiledTool tool, DateTimeOffset now)
    {
        var layers = tool.Layers.Where(layer => !layer.Index.Observes(now)).ToArray();
        if (layers.Select(Denial).FirstOrDefault(static rule => rule is not null) is { } denied)
        {
            var isAbsent = layers.Any(static layer => layer.Index.Layer.Document.List == Language.ListMode.Allowed) && tool.AlwaysDenies(now);
            return new(isAbsent ? ToolEffect.Hide : ToolEffect.Deny, denied);
        }

        var asking = layers.SelectMany(static layer => layer.Approvals).Where(static entry => Fires(entry) != Truth.False).ToArray();
        var open = layers.SelectMany(static layer =>
            layer.Arguments.Select(static check => check.Rule)
                .Concat(layer.Require.Where(static entry => Fires(entry) != Truth.True).Select(static entry => entry.Rule))
                .Concat(layer.DenyIf.Where(static entry => Fires(entry) != Truth.False).Select(static entry => entry.Rule)));
        var outlook = new ToolOutlook(ToolEffect.Allow, "")
        {
            Conditions = [.. open.Concat(asking.Where(static entry => Fires(entry) is null).Select(static entry => entry.Rule))],
            Approvals = [.. asking.Select(static entry => entry.Rule)],
            Limits = [.. layers.SelectMany(static layer => layer.Limits).Select(static limit => limit.Rule)],
        };
        return outlook with
        {
            Effect = asking.Any(static entry => Fires(entry) is not null) ? ToolEffect.Approve
                : !outlook.Conditions.IsEmpty ? ToolEffect.Conditional
                : !outlook.Limits.IsEmpty ? ToolEffect.Limit
                : ToolEffect.Allow,
        };
    }

    // The first rule of a document that denies every call.
    private static string? Denial(CompiledLayer layer) =>
        (layer.DefaultDenial ?? layer.ActionDenial)?.Rule
        ?? layer.Require.FirstOrDefault(static entry => Fires(entry) is Truth.False or Truth.Unknown)?.Rule
        ?? layer.DenyIf.FirstOrDefault(static entry => Fires(entry) is Truth.True or Truth.Unknown)?.Rule;

    // Kleene's AND where the tool alone decides it; null where it hangs on the call. What a limit cannot read denies, too,
    // but that is the call's.
    private static Truth? Fires(CompiledEntry entry)
    {
        var result = (Truth?)Truth.True;
        foreach (var condition in entry.Conditions)
        {
            var truth = condition is ConstantCondition constant ? constant.Always : (Truth?)null;
            if (truth == Truth.False)
            {
                return Truth.False;
            }

            result = truth is null || result is null ? null : truth == Truth.Unknown ? Truth.Unknown : result;
        }

        return result;
    }
}
