using System.Text.Json;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Demo;

/// <summary>The demo's scenes, in their order: allow, deny, approval, limit, and the record of it all.</summary>
internal sealed class DemoScript(Terminal terminal, DemoStage stage, Func<string, bool> ask, CancellationToken cancel)
{
    /// <summary>Plays all scenes.</summary>
    public async Task<Fault?> PlayAsync()
    {
        Scene("The stage", "A payments server with three tools, a gateway before it, an agent before the gateway. Its policy:");
        terminal.Ours(DemoStage.Policy());
        if ((await stage.Agent.InitializeAsync(cancel)).Fault is { } fault)
        {
            return fault;
        }

        Scene("Hide", "The server has delete_customer. The agent does not see it: a hidden tool does not exist.");
        var (list, unlisted) = await stage.Agent.AskAsync("tools/list", static _ => { }, cancel);
        if (unlisted is not null)
        {
            return unlisted;
        }

        terminal.Line($"  agent sees  {string.Join(", ", list.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()))}");
        await CallAsync("delete_customer", """{"customer":"c1"}""");

        Scene("Allow", "A small refund passes, for nothing stands against it.");
        await CallAsync("create_refund", """{"amount":1500}""");

        Scene("Deny", "Above 100.00 the policy says no, and says why, so that a model can adapt. An amount as text cannot be judged: no as well.");
        await CallAsync("create_refund", """{"amount":50000}""");
        await CallAsync("create_refund", """{"amount":"1"}""");

        Scene("Approval", "Above 20.00 a person is asked. The call waits with its exact arguments.");
        await CallAsync("create_refund", """{"amount":4000}""");
        if (await DecideAsync() is { } problem)
        {
            return problem;
        }

        terminal.Line($"  The agent repeats the same call:");
        await CallAsync("create_refund", """{"amount":4000}""");

        Scene("Limit", "60.00 a day are the cap; what was refunded counts, whoever approved it.");
        while (await CallAsync("create_refund", """{"amount":1999}"""))
        {
            // The cap ends this after three at most.
        }

        Scene("Record", "Every decision was written down before anything left the gateway.");
        return await RecordAsync();
    }

    private void Scene(string name, string text)
    {
        terminal.Line();
        terminal.Line($"{new Painted(name, Tone.Strong)}: {text}");
    }

    private async Task<bool> CallAsync(string tool, string arguments)
    {
        var before = stage.Server.Calls;
        var (result, fault) = await stage.Agent.CallAsync(tool, arguments, cancel);
        terminal.Line($"  agent calls {tool} {arguments}");
        terminal.Line($"  agent reads {fault?.Message ?? TextOf(result)}");
        var hasReached = stage.Server.Calls > before;
        var reached = hasReached ? new Painted("reached the server", Tone.Good) : new Painted("did not reach the server", Tone.Careful);
        terminal.Line($"              {reached}");
        return hasReached;
    }

    private async Task<Fault?> DecideAsync()
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(stage.Data, settles: true, cancel);
        if (ledger is null)
        {
            return fault;
        }

        await using (ledger)
        {
            var (cards, unlisted) = await ledger.Settling.ListAsync(onlyOpen: true, 1, cancel);
            if (cards is not [var card])
            {
                return unlisted ?? new Fault(new("demo-failed"), "no call waits");
            }

            var (_, parameters, unread) = await ledger.Settling.ShowAsync(card.Id, cancel);
            if (unread is not null)
            {
                return unread;
            }

            ApprovalText.Print(terminal, card, parameters, full: true);
            var (_, problem) = ask("  You are that person. Approve it?")
                ? await ledger.Settling.ApproveAsync(card.Id, Environment.UserName, cancel)
                : await ledger.Settling.RefuseAsync(card.Id, Environment.UserName, "refused in the demo", cancel);
            return problem;
        }
    }

    private async Task<Fault?> RecordAsync()
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(stage.Data, settles: false, cancel);
        if (ledger is null)
        {
            return fault;
        }

        await using (ledger)
        {
            fault = await ledger.Index.CatchUpAsync(cancel);
            var (calls, unread) = await ledger.Index.FindAsync(new() { OldestFirst = true }, cancel);
            foreach (var call in calls)
            {
                CallLines.Print(terminal, call, asJson: false);
            }

            return fault ?? unread ?? Verify();
        }
    }

    private Fault? Verify()
    {
        var (folder, keys, fault) = BesideLedger.OpenFolder(stage.Data);
        if (folder is null || keys is not KeyRing ring)
        {
            return fault;
        }

        using (folder)
        {
            var verdict = JournalVerify.Run(folder.Journal, ring);
            terminal.Line($"  {verdict.Rows} rows, {(verdict.IsSound ? "their chain is sound" : "their chain is broken")}. Change one, and `gatehouse log verify` names it.");
            return null;
        }
    }

    private static string? TextOf(JsonElement result) => result.GetProperty("content")[0].GetProperty("text").GetString();
}
