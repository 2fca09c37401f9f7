using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Approvals;

/// <summary>A person's answer to a request in a data folder of this machine. Who may open the folder may decide.</summary>
/// <param name="terminal">Where it writes.</param>
/// <param name="folder">The data folder.</param>
/// <param name="id">The request.</param>
/// <param name="digest">Of what was looked at; null for what is there now.</param>
/// <param name="asJson">Whether the result is wanted as JSON.</param>
/// <param name="isYes">Whether the call would run: then long arguments have to have been looked at.</param>
internal sealed class LocalAnswer(Terminal terminal, string folder, string id, string? digest, bool asJson, bool isYes = false)
{
    /// <summary>Answers, and says what came of it.</summary>
    /// <param name="settle">The answer; the record has the name that the system knows the person by.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<int> RunAsync(
        Func<ApprovalSettling, string, ValueTask<(ApprovalState State, Fault? Fault)>> settle, CancellationToken cancel)
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(folder, settles: true, cancel);
        if (ledger is null)
        {
            return terminal.Fail(fault!);
        }

        await using (ledger)
        {
            if (digest is not null || isYes)
            {
                var (before, asked, unknown) = await ledger.Settling.ShowAsync(id, cancel);
                if (before is null || (digest is not null && before.Subject.Digest != digest))
                {
                    return terminal.Fail(before is null ? unknown! : RemoteApprovals.Differs(id));
                }

                if (digest is null && asked.Length > ApprovalText.ShownAtOnce)
                {
                    return terminal.Fail(RemoteApprovals.Unopened(id));
                }
            }

            var (_, problem) = await settle(ledger.Settling, Environment.UserName);
            if (problem is not null)
            {
                return terminal.Fail(problem);
            }

            var (card, parameters, unread) = await ledger.Settling.ShowAsync(id, cancel);
            if (card is null)
            {
                return terminal.Fail(unread!);
            }

            Print(card, parameters);
            return ExitCode.Success;
        }
    }

    private void Print(ApprovalCard card, ReadOnlyMemory<byte> parameters)
    {
        if (asJson)
        {
            terminal.Json(json => ApprovalText.Write(json, card, parameters));
            return;
        }

        var said = card.State switch
        {
            ApprovalState.Approved => $"approved {id}; the same call can be made once until {ApprovalText.Time(card.Expires)}",
            ApprovalState.Open => $"your yes to {id} is noted; {card.Approvers - card.Votes.Length} more needed",
            var state => $"{ApprovalText.Word(state)} {id}",
        };
        terminal.Line($"{said}");
    }
}
