using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Approvals;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse approve</c>: a person says yes to one call.</summary>
internal static class ApproveCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the request" };
        var folder = new FolderOptions();
        var command = new Verb(
            "approve", "Say yes to one call: exactly this one, once. `approvals show` has its arguments.",
            "gatehouse approve 3q2-7wXa8ZkQ0TqYh1VbNw") { id };
        folder.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(Terminal.Of(parsed), folder.Folder(parsed), parsed.GetValue(id)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string folder, string id, CancellationToken cancel)
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(folder, settles: true, cancel);
        if (ledger is null)
        {
            return terminal.Fail(fault!);
        }

        await using (ledger)
        {
            // Who may open the data folder may decide; the record has the name that the system knows them by.
            var (state, problem) = await ledger.Settling.ApproveAsync(id, Environment.UserName, cancel);
            if (problem is not null)
            {
                return terminal.Fail(problem);
            }

            var (card, _, _) = await ledger.Settling.ShowAsync(id, cancel);
            if (state == ApprovalState.Approved)
            {
                terminal.Line($"approved {id}; the same call can be made once until {ApprovalText.Time(card!.Expires)}");
            }
            else
            {
                terminal.Line($"your yes to {id} is noted; {card!.Approvers - card.Votes.Length} more needed");
            }

            return ExitCode.Success;
        }
    }
}
