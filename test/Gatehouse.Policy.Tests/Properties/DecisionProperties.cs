using System.Collections.Concurrent;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Tests.Reference;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>The decision point says what the page says: outcome, rule, message, approvals, amounts, observations.</summary>
public sealed class DecisionProperties
{
    [Fact]
    public void Decide_AnyPolicyAndCall_IsWhatTheReferenceSays() =>
        Runs.Over(1, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            if (point is null)
            {
                return refusal;
            }

            var reference = scene.Reference();
            return scene.ReferenceCalls()
                .Select(call => Differences.Between(point.Decide(call.Facts()), reference.Decide(call)))
                .FirstOrDefault(difference => difference is not null);
        });

    [Fact]
    public void Explain_AnyPolicyAndCall_DecidesAsDecideDoes() =>
        Runs.Over(0.1, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            return refusal ?? scene.ReferenceCalls().Select(call =>
                {
                    var (decided, explained) = (Differences.Text(point!.Decide(call.Facts())), Differences.Text(point.Explain(call.Facts()).Decision));
                    return decided == explained ? null : $"decide:  {decided}\nexplain: {explained}";
                })
                .FirstOrDefault(difference => difference is not null);
        });

    /// <summary>What the generator holds to be valid by the page, the validator must take.</summary>
    [Fact]
    public void Read_AnyGeneratedPolicy_IsValid() => Runs.Over(0.1, (scene, _) => Engine.For(scene).Refusal);

    /// <summary>A generator whose calls all end the same way proves nothing.</summary>
    [Fact]
    public void Reference_GeneratedCalls_EndInEveryWay()
    {
        var outcomes = new ConcurrentDictionary<Outcome, int>();
        var rules = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);

        Runs.Over(0.05, (scene, _) =>
        {
            var reference = scene.Reference();
            foreach (var verdict in scene.ReferenceCalls().Select(reference.Decide))
            {
                outcomes.AddOrUpdate(verdict.Outcome, 1, (_, count) => count + 1);
                rules.AddOrUpdate(Kind(verdict.Rule), 1, (_, count) => count + 1);
            }

            return null;
        });

        var all = outcomes.Values.Sum();
        Assert.All(Enum.GetValues<Outcome>(), outcome => Assert.InRange(outcomes[outcome], all / 20, all));
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "", "(no policy)", "(hidden)", "(unknown tool)", "(new tool)", "(definition changed)", "(default deny)",
                "action", "arguments", "require", "deny_if", "limits", "require_approval",
            },
            rules.Keys.ToHashSet(StringComparer.Ordinal));
    }

    private static string Kind(string rule)
    {
        var word = rule[(rule.StartsWith("org:", StringComparison.Ordinal) ? 4 : rule.StartsWith("server:", StringComparison.Ordinal) ? 7 : 0)..];
        return word.StartsWith("/all_tools/", StringComparison.Ordinal) ? word.Split('/')[2]
            : word.StartsWith("/tools/", StringComparison.Ordinal) ? word.Split('/')[3]
            : word;
    }
}
