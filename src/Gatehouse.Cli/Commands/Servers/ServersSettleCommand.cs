using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers accept</c> and <c>dismiss</c>: definitions of tools that wait.</summary>
internal static class ServersSettleCommand
{
    public static Command CreateAccept() => Create(
        "accept", "Accept definitions that wait: from now on the tools can be called as they are now.", "accepted",
        "gatehouse servers accept payments create_refund", "gatehouse servers accept payments --all");

    public static Command CreateDismiss() => Create(
        "dismiss", "Dismiss definitions that wait: what was accepted before stays accepted.", "dismissed",
        "gatehouse servers dismiss payments create_refund");

    private static Verb Create(string verb, string description, string done, params string[] examples)
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

            var asked = await session.SendAsync(
                HttpMethod.Post, $"{ServerText.Path(parsed.GetValue(id)!)}/tools/{verb}", new ToolChoice(chosen.Length == 0 ? null : [.. chosen]),
                ApiJson.Default.ToolChoice, ApiJson.Default.ToolsSettled);
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
}
