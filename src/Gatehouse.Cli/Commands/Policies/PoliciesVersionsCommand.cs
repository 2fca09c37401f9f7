using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies versions</c>: who saved what, when and why.</summary>
internal static class PoliciesVersionsCommand
{
    public static Command Create()
    {
        var policy = PolicyWords.Policy();
        var command = new Verb(
            "versions", "List the versions of a policy: who saved them, and whether they may open something.",
            "gatehouse policies versions payments") { policy };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            return asked.Value is { } found
                ? await session.ShowListAsync(
                    $"{PolicyWords.Path(found.Id)}/versions", ApiJson.Default.PagePolicyVersionView, "there is no version",
                    ["number", "at", "author", "widening", "state", "message"],
                    version => [
                        Fields.Number(version.Number), Fields.Time(version.At), version.Author, version.IsWidening ? "yes" : "no", Words<PolicyVersionState>.Of(version.State), version.Message])
                : session.Fail(asked.Refused!);
        });
        return command;
    }
}
