using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Tests.Reference;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>"What can be called is always listed", and the other doors.</summary>
public sealed class ListProperties
{
    [Fact]
    public void Shows_WhatAnyCallAllows_IsShown() =>
        Runs.Over(0.1, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            return refusal ?? scene.ReferenceCalls()
                .Where(call => point!.Decide(call.Facts()).Outcome != Outcome.Denied && !point.Shows(scene.ToolFacts, call.Now))
                .Select(call => $"can be called at {call.Now:O}, but is not shown")
                .FirstOrDefault();
        });

    [Fact]
    public void Shows_AnyPolicyAndTool_IsWhatTheReferenceSays() =>
        Runs.Over(0.1, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            return refusal ?? scene.Calls.Select(call => call.Now).Distinct()
                .Select(now => (Engine: point!.Shows(scene.ToolFacts, now), Page: scene.Reference().Shows(scene.ToolFacts, now)))
                .Where(shows => shows.Engine != shows.Page)
                .Select(shows => $"engine shows: {shows.Engine}, reference shows: {shows.Page}")
                .FirstOrDefault();
        });

    [Fact]
    public void DecideTask_AnyPolicyAndTool_IsWhatTheReferenceSays() =>
        Runs.Over(0.05, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            return refusal ?? scene.Calls.Select(call => call.Now).Distinct()
                .Select(now => (Engine: point!.DecideTask(scene.ToolFacts, now), Page: scene.Reference().DecideTask(scene.ToolFacts, now)))
                .Where(task => (task.Engine.Outcome, task.Engine.Rule) != (task.Page.Outcome, task.Page.Rule))
                .Select(task => $"engine: {task.Engine.Outcome} {task.Engine.Rule}\nreference: {task.Page.Outcome} {task.Page.Rule}")
                .FirstOrDefault();
        });

    private static readonly string[] Uris =
    [
        "file:///a/x.md", "file:///a/../b.md", "file:///b", "db://x", "file:///a/%2e%2e/x", "file:///a/.", "file:///a/x%2Fy", "file:///a\\x", "file:///a/\u0007",
        "file:///a/..x", "x.md", "file:///a/./x", "file:///a/%5Cx", "file:///a/x?y=../z", "",
    ];

    private static readonly string[] Prompts = ["p", "q", "axb", "P", "", "r"];

    [Fact]
    public void DecideResource_AnyPolicyAndUri_IsWhatTheReferenceSays() =>
        Runs.Over(0.05, (scene, _) => Doors(scene, Uris, (point, name, now) => point.DecideResource(name, now), (page, name, now) => page.PassesResource(name, now)));

    [Fact]
    public void DecidePrompt_AnyPolicyAndName_IsWhatTheReferenceSays() =>
        Runs.Over(0.05, (scene, _) => Doors(scene, Prompts, (point, name, now) => point.DecidePrompt(name, now), (page, name, now) => page.PassesPrompt(name, now)));

    [Fact]
    public void ShowsResourceTemplates_SomeResourcePasses_IsShown() =>
        Runs.Over(0.05, (scene, _) =>
        {
            var (point, refusal) = Engine.For(scene);
            var now = scene.Calls[0].Now;
            return refusal ?? (Uris.Any(uri => scene.Reference().PassesResource(uri, now)) && !point!.ShowsResourceTemplates(now)
                ? "a resource passes, but no template is shown"
                : null);
        });

    private static string? Doors(
        Scene scene,
        string[] names,
        Func<PolicyDecisionPoint, string, DateTimeOffset, Decision> engine,
        Func<ReferenceEvaluator, string, DateTimeOffset, bool> page)
    {
        var (point, refusal) = Engine.For(scene);
        var (reference, now) = (scene.Reference(), scene.Calls[0].Now);
        return refusal ?? names.Where(name => engine(point!, name, now).Outcome == Outcome.Allowed != page(reference, name, now))
            .Select(name => $"`{name}`: the reference says {page(reference, name, now)}, the engine {engine(point!, name, now)}")
            .FirstOrDefault();
    }
}
