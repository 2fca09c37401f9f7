using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Foresight;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>What is called certain without values, session and client holds whatever they are.</summary>
public sealed class ForesightProperties
{
    [Fact]
    public void Foresee_AnyPolicyAndCall_IsOpenOrWhatIsDecided()
    {
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        Runs.Over(0.3, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            return refusal ?? scene.ReferenceCalls().Select(call =>
                {
                    var facts = call.Facts();
                    if (OutlineOf(facts.Arguments) is not { } outline)
                    {
                        return null;
                    }

                    var decision = point!.Decide(facts);
                    var prospect = point.Foresee(Recorded(facts), outline);
                    seen.AddOrUpdate(prospect.Outcome?.ToString() ?? "open", 1, static (_, count) => count + 1);
                    return prospect.Outcome is null
                        ? prospect.Open == OpenFacts.None ? "open for no reason" : null
                        : prospect.Outcome == decision.Outcome && (prospect.Rule.Length == 0 || prospect.Rule == decision.Rule) ? null
                        : $"foresaw {prospect.Outcome} {prospect.Rule}, decided {Differences.Text(decision)}";
                })
                .FirstOrDefault(difference => difference is not null);
        });

        Assert.Equal(["Allowed", "Denied", "NeedsApproval", "open"], seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Foresee_WithEverythingKnown_IsWhatIsDecided() => Runs.Over(0.1, (scene, _) =>
    {
        var (point, refusal) = Engine.For(scene);
        return refusal ?? scene.ReferenceCalls().Select(call =>
            {
                var facts = call.Facts();
                if (facts.Session is null || facts.Client is not { Name: not null, Version: not null })
                {
                    return null;
                }

                var (decision, prospect) = (point!.Decide(facts), point.Foresee(facts, null));
                return (prospect.Outcome, prospect.Rule) == (decision.Outcome, decision.Rule)
                    ? null
                    : $"foresaw {prospect.Outcome} {prospect.Rule} {prospect.Open}, decided {Differences.Text(decision)}";
            })
            .FirstOrDefault(difference => difference is not null);
    });

    [Fact]
    public void Foresee_WithoutOneValue_IsOpenOrWhatIsDecidedWithIt()
    {
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        Runs.Over(0.1, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            return refusal ?? scene.ReferenceCalls().Select(call =>
                {
                    var facts = call.Facts();
                    var decision = point!.Decide(facts);
                    foreach (var (json, gap) in Withheld.Each(facts.Arguments))
                    {
                        var prospect = point.Foresee(Withheld.With(facts, json), null, new ArgumentGaps([gap]));
                        seen.AddOrUpdate(prospect.Outcome?.ToString() ?? prospect.Open.ToString(), 1, static (_, count) => count + 1);
                        if (prospect.Outcome is { } outcome
                            && (outcome != decision.Outcome || (prospect.Rule.Length > 0 && prospect.Rule != decision.Rule)))
                        {
                            return $"foresaw {outcome} {prospect.Rule} of {json}, decided {Differences.Text(decision)}";
                        }
                    }

                    return null;
                })
                .FirstOrDefault(difference => difference is not null);
        });

        Assert.Superset(new HashSet<string> { "Allowed", "Denied", "NeedsApproval", "Values" }, seen.Keys.ToHashSet(StringComparer.Ordinal));
    }

    // As a record has a call: no session, and of the client its name.
    private static CallFacts Recorded(CallFacts call) => new()
    {
        Tool = call.Tool, Server = call.Server, Grant = call.Grant, Now = call.Now, Session = null,
        Client = call.Client?.Name is { } name ? new ClientFacts(name, null) : null,
    };

    private static ArgumentOutline? OutlineOf(ReadOnlySpan<byte> arguments)
    {
        var text = arguments.IsEmpty ? "{}"u8 : arguments;
        using var document = JsonDocument.Parse(text.ToArray(), new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Null => new ArgumentOutline([], true),
            JsonValueKind.Object => new ArgumentOutline([.. Members(document.RootElement)], true),
            _ => null,
        };
    }

    private static ImmutableArray<(string, JsonValueKind)> Members(JsonElement holder) =>
        [.. holder.EnumerateObject().Select(static member => (member.Name, member.Value.ValueKind))];
}
