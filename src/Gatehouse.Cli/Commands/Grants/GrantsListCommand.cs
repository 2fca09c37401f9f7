using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Grants;

/// <summary><c>gatehouse grants list</c>.</summary>
internal static class GrantsListCommand
{
    public static Command Create()
    {
        var command = new Verb("list", "List the grants, revoked ones too.", "gatehouse grants list", "gatehouse grants list --json");
        new RemoteOptions().AddTo(command, (_, session) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            return session.ShowListAsync(
                "grants", ApiJson.Default.PageGrantView, "there is no grant",
                ["id", "label", "server", "policy", "state", "expires", "last used", "calls/denied of a day"],
                grant => [
                    grant.Id, grant.Label, grant.ServerId, grant.PolicyId ?? "none", GrantWords.State(grant, now), Fields.Time(grant.Expires),
                    GrantWords.LastUsed(grant), grant.Use is { } use ? $"{Fields.Number(use.Calls)}/{Fields.Number(use.Denied)}" : ""]);
        });
        return command;
    }
}
