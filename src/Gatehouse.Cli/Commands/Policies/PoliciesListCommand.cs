using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies list</c>.</summary>
internal static class PoliciesListCommand
{
    public static Command Create()
    {
        var command = new Verb("list", "List the policies.", "gatehouse policies list", "gatehouse policies list --json");
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "policies", ApiJson.Default.PagePolicyView, "there is no policy",
            ["id", "name", "in force", "grants", "since"],
            policy => [policy.Id, policy.Name, PolicyWords.InForce(policy), Fields.Number(policy.Grants), Fields.Time(policy.Created)]));
        return command;
    }
}
