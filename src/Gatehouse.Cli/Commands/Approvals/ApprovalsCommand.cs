using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Approvals;

/// <summary><c>gatehouse approvals</c>: which calls wait for a person.</summary>
internal static class ApprovalsCommand
{
    private const int MostCards = 1_000;

    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Those that are settled too" };
        var place = new EitherPlace();
        var command = new Verb(
            "approvals", "List calls that wait for a person: on the server that you are logged in to, else in this machine's data folder.",
            "gatehouse approvals", "gatehouse approvals --all --json") { all };
        command.Subcommands.Add(ApprovalsShowCommand.Create());
        place.AddTo(
            command,
            (parsed, asJson, cancel) => RunAsync(Terminal.Of(parsed), place.Folder.Folder(parsed), parsed.GetValue(all), asJson, cancel),
            (parsed, session) => RemoteApprovals.ListAsync(session, parsed.GetValue(all)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string folder, bool all, bool asJson, CancellationToken cancel)
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(folder, settles: false, cancel);
        if (ledger is null)
        {
            return terminal.Fail(fault!);
        }

        await using (ledger)
        {
            var (cards, problem) = await ledger.Settling.ListAsync(!all, MostCards, cancel);
            if (problem is not null)
            {
                return terminal.Fail(problem);
            }

            if (asJson)
            {
                terminal.Json(json =>
                {
                    json.WriteStartArray();
                    foreach (var card in cards)
                    {
                        ApprovalText.Write(json, card, default);
                    }

                    json.WriteEndArray();
                });
            }
            else if (cards.IsEmpty)
            {
                terminal.Line($"no call {(all ? "has ever waited" : "waits")}");
            }
            else
            {
                terminal.Table(
                    ["id", "state", "grant", "server", "tool", "expires", "message"],
                    [.. cards.Select(card => (string[])[
                        card.Id, ApprovalText.Word(card.State), card.GrantLabel, card.Subject.ServerId, card.Subject.Tool,
                        ApprovalText.Time(card.Expires), string.Join(" ", card.Messages)])]);
            }

            return ExitCode.Success;
        }
    }
}
