using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Commands.Servers;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies attach</c> and <c>detach</c>: a grant's own policy, or the baseline of a server or the organisation.</summary>
internal static class PoliciesAttachCommand
{
    public static Command Create(bool attaches)
    {
        var policy = PolicyWords.Policy();
        var grant = new Option<string?>("--grant") { Description = "A grant, by label or id: its own policy", HelpName = "GRANT" };
        var server = new Option<string?>("--server") { Description = "A server: the baseline above its grants' own", HelpName = "ID" };
        var organisation = new Option<bool>("--organisation") { Description = "The organisation: the baseline above all" };
        var command = attaches
            ? new Verb(
                "attach", "Put a policy on a grant, or as a baseline on a server or the organisation.",
                "gatehouse policies attach payments --grant support-bot", "gatehouse policies attach floor --organisation")
                { policy, grant, server, organisation }
            : new Verb(
                "detach", "Take the policy off. A grant without one is denied everything.",
                "gatehouse policies detach --grant support-bot", "gatehouse policies detach --server payments")
                { grant, server, organisation };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (toGrant, toServer, toAll) = (parsed.GetValue(grant), parsed.GetValue(server), parsed.GetValue(organisation));
            if ((toGrant is null ? 0 : 1) + (toServer is null ? 0 : 1) + (toAll ? 1 : 0) != 1)
            {
                session.Terminal.Fail(new Fault(
                    new("place-unnamed"), "exactly one place is needed", "say `--grant`, `--server` or `--organisation`"));
                return ExitCode.Usage;
            }

            var asked = attaches ? await PolicyWords.FindAsync(session, parsed.GetValue(policy)!) : default;
            if (asked.Refused is { } refused)
            {
                return session.Fail(refused);
            }

            var done = asked.Value is { } found ? $"has the policy {found.Name} now" : "has no policy of its own now";
            return toGrant is not null ? await GrantAsync(session, toGrant, asked.Value?.Id, done)
                : toServer is not null ? await ServerAsync(session, toServer, asked.Value?.Id, done)
                : await OrganisationAsync(session, asked.Value?.Id, done);
        });
        return command;
    }

    private static async Task<int> GrantAsync(RemoteSession session, string written, string? policy, string done)
    {
        var before = await GrantWords.FindAsync(session, written);
        return before.Value is { } grant
            ? session.Show(
                await session.SendAsync(
                    HttpMethod.Put, $"{GrantWords.Path(grant.Id)}/policy", new PolicyChoice(policy), ApiJson.Default.PolicyChoice,
                    ApiJson.Default.GrantView, grant.Version),
                ApiJson.Default.GrantView, after => session.Terminal.Line($"the grant {after.Label} {done}"))
            : session.Fail(before.Refused!);
    }

    private static async Task<int> ServerAsync(RemoteSession session, string id, string? policy, string done)
    {
        var before = await session.GetAsync(ServerText.Path(id), ApiJson.Default.ServerView);
        return before.Value is { } server
            ? session.Show(
                await session.SendAsync(
                    HttpMethod.Put, $"{ServerText.Path(id)}/policy", new BaselineChoice(policy), ApiJson.Default.BaselineChoice,
                    ApiJson.Default.ServerView, server.Version),
                ApiJson.Default.ServerView, after => session.Terminal.Line($"the server {after.Id} {done}"))
            : session.Fail(before.Refused!);
    }

    private static async Task<int> OrganisationAsync(RemoteSession session, string? policy, string done)
    {
        var before = await session.AskAsync((client, stop) => client.OrganisationAsync(stop));
        return before.Value is { } organisation
            ? session.Show(
                await session.SendAsync(
                    HttpMethod.Put, "organisation/policy", new BaselineChoice(policy), ApiJson.Default.BaselineChoice,
                    ApiJson.Default.OrganisationView, organisation.Version),
                ApiJson.Default.OrganisationView, after => session.Terminal.Line($"the organisation {after.Name} {done}"))
            : session.Fail(before.Refused!);
    }
}
