using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Approvals;

/// <summary><c>gatehouse approvals show</c>: one call with its exact arguments, nothing of them hidden.</summary>
internal static class ApprovalsShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the request" };
        var full = new Option<bool>("--full") { Description = "Long texts in whole, not only their beginning and length" };
        var place = new EitherPlace();
        var command = new Verb(
            "show", "Show one call that waits, with its exact arguments. Hidden and control characters are spelt out.",
            "gatehouse approvals show 3q2-7wXa8ZkQ0TqYh1VbNw") { id, full };
        place.AddTo(
            command,
            (parsed, asJson, cancel) => RunAsync(
                Terminal.Of(parsed), place.Folder.Folder(parsed), place.Folder.LockFile(parsed), parsed.GetValue(id)!, parsed.GetValue(full), asJson, cancel),
            (parsed, session) => RemoteApprovals.ShowAsync(session, parsed.GetValue(id)!, parsed.GetValue(full)));
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
