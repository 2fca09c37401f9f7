using System.Collections.Concurrent;
using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>What is said of every call of a tool holds for each call of it.</summary>
public sealed class OutlookProperties
{
    [Fact]
    public void Outlook_AnyPolicy_HoldsForAnyCall()
    {
        var seen = new ConcurrentDictionary<ToolEffect, int>();
        Runs.Over(0.2, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            return refusal ?? scene.ReferenceCalls().Select(call =>
                {
                    var facts = call.Facts();
                    var (outlook, decision) = (point!.Outlook(facts.Tool, facts.Now), point.Decide(facts));
                    seen.AddOrUpdate(outlook.Effect, 1, static (_, count) => count + 1);
                    return Holds(outlook, decision) ? null : $"said {outlook.Effect} {outlook.Rule}, decided {Differences.Text(decision)}";
                })
                .FirstOrDefault(difference => difference is not null);
        });

        Assert.Equal(Enum.GetValues<ToolEffect>().Length, seen.Count);
    }

    private static bool Holds(ToolOutlook outlook, Decision decision) => outlook.Effect switch
    {
        ToolEffect.Deny or ToolEffect.Hide => decision.Outcome == Outcome.Denied && decision.Rule.Length > 0,
        // An amount that cannot be read denies, too.
        ToolEffect.Approve => decision.Outcome != Outcome.Allowed,
        ToolEffect.Limit => decision.Outcome == Outcome.Denied ? outlook.Limits.Contains(decision.Rule) : decision is { Outcome: Outcome.Allowed, Limits.IsEmpty: false },
        ToolEffect.Allow => decision.Outcome == Outcome.Allowed && decision.Limits.All(static charge => charge.IsShadow),
        _ => true,
    };
}
