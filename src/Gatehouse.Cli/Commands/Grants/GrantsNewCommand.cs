using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Commands.Members;
using Gatehouse.Cli.Commands.Policies;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;
using Wanted = Gatehouse.Api.Grants.NewGrant;

namespace Gatehouse.Cli.Commands.Grants;

/// <summary><c>gatehouse grants new</c>: a token for one agent on one server, shown once.</summary>
internal static class GrantsNewCommand
{
    public static Command Create()
    {
        var label = new Argument<string>("label") { Description = "What people call it, 1 to 100 characters" };
        var server = new Option<string>("--server") { Description = "Its server", HelpName = "ID", Required = true };
        var policy = new Option<string?>("--policy") { Description = "Its policy, by name or id. Default: none, everything is denied", HelpName = "POLICY" };
        var owner = new Option<string?>("--owner") { Description = "The member who answers for it, by address or id; an API key has to name one", HelpName = "MEMBER" };
        var tags = new Option<string[]>("--tag") { Description = "What policies can look at, name or name=value. May be repeated", HelpName = "TAG", DefaultValueFactory = _ => [] };
        var expires = new Option<string>("--expires") { Description = "How long it holds, like 90d, or until when, RFC 3339", HelpName = "WHEN", DefaultValueFactory = _ => "90d" };
        var networks = new Option<string[]>("--network") { Description = "A network that calls may come from, as CIDR. May be repeated. Default: all", HelpName = "CIDR", DefaultValueFactory = _ => [] };
        var heartbeat = new Option<string?>("--heartbeat") { Description = "Freeze it when no `gatehouse heartbeat` comes for so long, like 5m", HelpName = "TIME" };
        var command = new Verb(
            "new", "Make a token for one agent on one server. It is shown once, with what the usual clients need.",
            "gatehouse grants new support-bot --server payments --policy payments --owner ada@example.com",
            "gatehouse grants new nightly --server files --policy readonly --owner ada@example.com --expires 7d --heartbeat 10m --json")
        {
            label, server, policy, owner, tags, expires, networks, heartbeat,
        };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (ends, limit) = (DurationText.After(parsed.GetValue(expires)!, TimeProvider.System.GetUtcNow()), parsed.GetValue(heartbeat));
            var beat = limit is null ? null : DurationText.Duration(limit);
            if (ends is null || (limit is not null && beat is null))
            {
                session.Terminal.Fail(new Fault(
                    new("time-invalid"), $"`{(ends is null ? parsed.GetValue(expires) : limit)}` is no time", "write it like 90d, 10m or 2027-01-31T12:00:00Z"));
                return ExitCode.Usage;
            }

            var ownPolicy = parsed.GetValue(policy) is { } written ? await PolicyWords.FindAsync(session, written) : default;
            var answers = parsed.GetValue(owner) is { } member ? await MemberWords.IdAsync(session, member) : default;
            if ((ownPolicy.Refused ?? answers.Refused) is { } refused)
            {
                return session.Fail(refused);
            }

            var wanted = new Wanted
            {
                Label = parsed.GetValue(label)!,
                ServerId = parsed.GetValue(server)!,
                PolicyId = ownPolicy.Value?.Id,
                OwnerId = answers.Id,
                Tags = [.. parsed.GetValue(tags) ?? []],
                Expires = ends.Value,
                Networks = [.. parsed.GetValue(networks) ?? []],
                HeartbeatSeconds = beat is { } span ? (long)span.TotalSeconds : null,
            };
            return session.Show(
                await session.SendAsync(HttpMethod.Post, "grants", wanted, ApiJson.Default.NewGrant, ApiJson.Default.IssuedGrant),
                ApiJson.Default.IssuedGrant, issued => GrantWords.PrintIssued(session.Terminal, issued));
        });
        return command;
    }
}
