using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse refuse</c>: a person says no to one call.</summary>
internal static class RefuseCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the request" };
        var comment = new Option<string?>("--comment") { Description = "Why, for the record", HelpName = "TEXT" };
        var folder = new FolderOptions();
        var command = new Verb(
            "refuse", "Say no to one call: the same call is denied until the request would have expired.",
            "gatehouse refuse 3q2-7wXa8ZkQ0TqYh1VbNw --comment \"ask the customer first\"") { id, comment };
        folder.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(
            Terminal.Of(parsed), folder.Folder(parsed), parsed.GetValue(id)!, parsed.GetValue(comment), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string folder, string id, string? comment, CancellationToken cancel)
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(folder, settles: true, cancel);
        if (ledger is null)
        {
            return terminal.Fail(fault!);
        }

        await using (ledger)
        {
            var (_, problem) = await ledger.Settling.RefuseAsync(id, Environment.UserName, comment, cancel);
            if (problem is not null)
            {
                return terminal.Fail(problem);
            }

            terminal.Line($"refused {id}");
            return ExitCode.Success;
        }
    }
}
