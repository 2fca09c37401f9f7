using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse approvals show</c>: one call with its exact arguments, nothing of them hidden.</summary>
internal static class ApprovalsShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the request" };
        var full = new Option<bool>("--full") { Description = "Long texts in whole, not only their beginning and length" };
        var folder = new FolderOptions();
        var json = JsonOption.Create();
        var command = new Verb(
            "show", "Show one call that waits, with its exact arguments. Hidden and control characters are spelt out.",
            "gatehouse approvals show 3q2-7wXa8ZkQ0TqYh1VbNw") { id, full };
        folder.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancel) => RunAsync(
            Terminal.Of(parsed), folder.Folder(parsed), folder.LockFile(parsed), parsed.GetValue(id)!, parsed.GetValue(full), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string folder, string accepted, string id, bool full, bool asJson, CancellationToken cancel)
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(folder, settles: false, cancel);
        if (ledger is null)
        {
            return terminal.Fail(fault!);
        }

        await using (ledger)
        {
            var (card, parameters, problem) = await ledger.Settling.ShowAsync(id, cancel);
            if (card is null)
            {
                return terminal.Fail(problem!);
            }

            var risk = AcceptedFile.RiskOf(accepted, card.Subject);
            if (asJson)
            {
                terminal.Json(json => ApprovalText.Write(json, card, parameters, risk));
            }
            else
            {
                ApprovalText.Print(terminal, card, parameters, full, risk);
            }

            return problem is null ? ExitCode.Success : terminal.Fail(problem);
        }
    }
}
