using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies effects</c>: what becomes of the calls of every tool of a server.</summary>
internal static class PoliciesEffectsCommand
{
    public static Command Create()
    {
        var trial = new TrialOptions();
        var command = new Verb(
            "effects", "Show for every tool of a server whether its calls pass, are denied, limited, or need a person.",
            "gatehouse policies effects --grant support-bot", "gatehouse policies effects --file payments.json --server payments");
        trial.AddTo(command);
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var read = await trial.ReadAsync(parsed, session);
            if (read.Value is not { } tried)
            {
                return session.Fail(read.Refused!);
            }

            var query = new PolicyEffectsQuery
            {
                Document = tried.Document, PolicyId = tried.PolicyId, Number = tried.Number, Place = tried.Place,
                ServerId = tried.ServerId, GrantId = tried.GrantId,
            };
            return session.Show(
                await session.AskAsync((api, stop) => api.PolicyEffectsAsync(query, stop)), ApiJson.Default.PolicyEffects,
                effects => Print(session.Terminal, effects));
        });
        return command;
    }

    private static void Print(Terminal terminal, PolicyEffects effects)
    {
        if (effects.Tools.IsEmpty)
        {
            terminal.Line($"nothing of the server was accepted yet");
            return;
        }

        terminal.Table(
            ["tool", "risk", "effect", "by"],
            [.. effects.Tools.Select(static tool => (string[])[tool.Tool.Name, tool.Tool.Risk ?? "", tool.Effect, By(tool)])]);
        foreach (var place in effects.Observing)
        {
            terminal.Note($"the policy of the {Words<PolicyPlace>.Of(place)} only observes, and is left out here");
        }
    }

    private static string By(ToolEffectView tool) => tool.Rule.Length > 0 ? tool.Rule
        : string.Join(", ", tool.Conditions.Concat(tool.Approvals).Concat(tool.Limits).Distinct(StringComparer.Ordinal));
}
