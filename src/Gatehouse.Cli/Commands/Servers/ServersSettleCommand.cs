using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers accept</c> and <c>dismiss</c>: definitions of tools that wait.</summary>
internal static class ServersSettleCommand
{
    private const int ShortestHash = 8;

    public static Command CreateAccept() => Create(
        "accept", "Accept definitions that wait, as they were looked at: from now on the tools can be called as they are now.", "accepted",
        AcceptAsync,
        "gatehouse servers accept payments create_refund@3f9a61c2", "gatehouse servers accept payments --all");

    public static Command CreateDismiss() => Create(
        "dismiss", "Dismiss definitions that wait: what was accepted before stays accepted.", "dismissed",
        static (session, path, names) => session.SendAsync(
            HttpMethod.Post, $"{path}/tools/dismiss", new ToolChoice(names.Length == 0 ? null : [.. names]), ApiJson.Default.ToolChoice,
            ApiJson.Default.ToolsSettled),
        "gatehouse servers dismiss payments create_refund");

    private static Verb Create(
        string verb, string description, string done, Func<RemoteSession, string, string[], Task<Asked<ToolsSettled>>> settle, params string[] examples)
    {
        var id = ServerText.Id();
        var names = new Argument<string[]>("tool") { Description = "Tools", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every definition of the server that waits" };
        var command = new Verb(verb, description, examples) { id, names, all };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var chosen = parsed.GetValue(names) ?? [];
            if (parsed.GetValue(all) == chosen.Length > 0)
            {
                session.Terminal.Fail(new Fault(new("tools-unnamed"), "which definitions is not said", "name tools, or say `--all`"));
                return ExitCode.Usage;
            }

            var asked = await settle(session, ServerText.Path(parsed.GetValue(id)!), chosen);
            return session.Show(asked, ApiJson.Default.ToolsSettled, settled =>
            {
                foreach (var name in settled.Names)
                {
                    session.Terminal.Line($"{done} {name}");
                }
            });
        });
        return command;
    }

    // SECURITY: a name alone would accept what nobody looked at, where the server listed something else meanwhile.
    private static async Task<Asked<ToolsSettled>> AcceptAsync(RemoteSession session, string path, string[] chosen)
    {
        var seen = new List<SeenTool>();
        if (chosen.Length > 0)
        {
            var (list, refused) = await session.GetAsync($"{path}/tools", ApiJson.Default.ServerToolList);
            if (list is null)
            {
                return new Asked<ToolsSettled>(null, refused);
            }

            foreach (var choice in chosen)
            {
                var (name, hash) = choice.LastIndexOf('@') is > 0 and var at ? (choice[..at], choice[(at + 1)..]) : (choice, "");
                var waiting = list.Tools.FirstOrDefault(tool => tool.Name == name && tool.State != ToolState.Accepted);
                if (waiting is null || hash.Length < ShortestHash || !waiting.Hash.StartsWith(hash, StringComparison.OrdinalIgnoreCase))
                {
                    return new Asked<ToolsSettled>(null, new Refused(Unseen(name, waiting)));
                }

                seen.Add(new SeenTool(name, waiting.Hash));
            }
        }

        return await session.SendAsync(
            HttpMethod.Post, $"{path}/tools/accept", new ToolsSeen(chosen.Length == 0 ? null : [.. seen]), ApiJson.Default.ToolsSeen,
            ApiJson.Default.ToolsSettled);
    }

    private static Fault Unseen(string name, ServerToolView? waiting) => waiting is null
        ? new Fault(AcceptedFile.NotWaiting, $"no definition of `{name}` waits", "see `gatehouse servers tools ID`")
        : new Fault(
            new("tool-unseen"), $"which definition of `{name}` was looked at is not said, or another one waits now",
            $"look at it with `gatehouse servers tools ID --json`, then accept `{name}@{waiting.Hash[..ShortestHash]}`");
}
