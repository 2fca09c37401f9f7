using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers arguments</c>: whether the values of calls' arguments are stored.</summary>
internal static class ServersArgumentsCommand
{
    public static Command Create() => new("arguments", "Have the values of calls' arguments stored, encrypted, or not.")
    {
        CreateStore(),
        CreateOff(),
        CreateForget(),
    };

    private static Verb CreateStore()
    {
        var id = ServerText.Id();
        var keep = new Option<int>("--keep-days") { Description = "How long a value is kept: 1 to 365", HelpName = "DAYS", Required = true };
        var names = Many("--redact-name", "Leave out members of this name, at any depth; * stands for anything. May be repeated", "NAME");
        var paths = Many("--redact-path", "Leave out what stands there, like args.customer.email. May be repeated", "PATH");
        var values = Many("--redact-value", "Leave out values in which this pattern has a match. May be repeated", "PATTERN");
        var command = new Verb(
            "store", "Store the values of arguments from the next call on. What is set replaces what was; secrets' names are always left out.",
            "gatehouse servers arguments store payments --keep-days 14 --redact-name iban --redact-path args.customer") { id, keep, names, paths, values };
        new RemoteOptions().AddTo(command, (parsed, session) => ChangeAsync(session, parsed.GetValue(id)!, new ArgumentStoring
        {
            KeepDays = parsed.GetValue(keep),
            Redact = new ArgumentRedactions
            {
                Names = [.. parsed.GetValue(names) ?? []], Paths = [.. parsed.GetValue(paths) ?? []], Values = [.. parsed.GetValue(values) ?? []],
            },
        }));
        return command;
    }

    private static Verb CreateOff()
    {
        var id = ServerText.Id();
        var command = new Verb(
            "off", "Store no values from the next call on. What is stored goes when its time is over, or by `forget`.",
            "gatehouse servers arguments off payments") { id };
        new RemoteOptions().AddTo(command, (parsed, session) => ChangeAsync(session, parsed.GetValue(id)!, null));
        return command;
    }

    private static Verb CreateForget()
    {
        var id = ServerText.Id();
        var command = new Verb(
            "forget", "Delete every stored value of the server's calls now. Their records stay.", "gatehouse servers arguments forget payments") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Say(
            await session.SendAsync(HttpMethod.Delete, ServerText.Path(parsed.GetValue(id)!) + "/arguments", ApiJson.Default.Done),
            () => session.Terminal.Line($"forgot the stored arguments of {parsed.GetValue(id)}")));
        return command;
    }

    private static async Task<int> ChangeAsync(RemoteSession session, string id, ArgumentStoring? setting)
    {
        var asked = await session.GetAsync(ServerText.Path(id), ApiJson.Default.ServerView);
        return asked.Value is not { } before
            ? session.Fail(asked.Refused!)
            : session.Show(
                await session.SendAsync(
                    HttpMethod.Patch, ServerText.Path(id), new ServerEdit { StoreArguments = new(setting) }, ApiJson.Default.ServerEdit,
                    ApiJson.Default.ServerView, before.Version),
                ApiJson.Default.ServerView,
                server => session.Terminal.Line($"{server.Id} stores {ServerText.Storing(server) ?? "no values of arguments"}"));
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => [] };
}
