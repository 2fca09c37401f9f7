using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers add</c>: registers a server.</summary>
internal static class ServersAddCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Its id, part of its address for agents: 1 to 64 of a-z, 0-9 and -; it is never given again" };
        var url = new Option<string?>("--url") { Description = "Where it is: http or https, on a public address or in a network that the operator opened", HelpName = "URL" };
        var entry = new Option<string?>("--entry") { Description = "Instead of a URL: the entry of the operator's file that starts it", HelpName = "NAME" };
        var name = new Option<string?>("--name") { Description = "What people call it. Default: the id", HelpName = "TEXT" };
        var description = new Option<string?>("--description") { Description = "Free text", HelpName = "TEXT" };
        var tags = new Option<string[]>("--tag") { Description = "A word to find it by. May be repeated", HelpName = "WORD", DefaultValueFactory = _ => [] };
        var sse = new Option<bool>("--sse") { Description = "The address is an event stream of 2024-11-05" };
        var alert = new Option<bool>("--alert") { Description = "New and changed tools are only reported. Default: they wait until somebody accepts them" };
        var allow = new Option<string[]>("--allow")
        {
            Description = "A request of the server that reaches clients: sampling, roots. May be repeated", HelpName = "WHAT", DefaultValueFactory = _ => [],
        };
        allow.AcceptOnlyFromAmong("sampling", "roots");
        var command = new Verb(
            "add", "Register an MCP server.",
            "gatehouse servers add payments --url https://payments.example.com/mcp --tag money",
            "gatehouse servers add files --entry files") { id, url, entry, name, description, tags, sse, alert, allow };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var allowed = parsed.GetValue(allow) ?? [];
            var wanted = new NewServer
            {
                Id = parsed.GetValue(id)!,
                Url = parsed.GetValue(url),
                StdioEntry = parsed.GetValue(entry),
                Name = parsed.GetValue(name),
                Description = parsed.GetValue(description),
                Tags = [.. parsed.GetValue(tags) ?? []],
                Transport = parsed.GetValue(sse) ? ServerTransport.Sse : ServerTransport.Http,
                OnDefinitionChange = parsed.GetValue(alert) ? DefinitionChange.Alert : DefinitionChange.Block,
                MaySample = allowed.Contains("sampling", StringComparer.Ordinal),
                MayListRoots = allowed.Contains("roots", StringComparer.Ordinal),
            };
            return session.Show(
                await session.SendAsync(HttpMethod.Post, "servers", wanted, ApiJson.Default.NewServer, ApiJson.Default.ServerView),
                ApiJson.Default.ServerView, server => ServerText.Print(session.Terminal, server));
        });
        return command;
    }
}
