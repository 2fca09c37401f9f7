using System.CommandLine;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Commands.Policies;
using Gatehouse.Cli.Declared;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse apply</c>: makes the server as the files say, after showing what that changes.</summary>
internal static class ApplyCommand
{
    public static Command Create()
    {
        var files = new Argument<string>("files") { Description = "What `export` writes: the folder, or a gatehouse.json" };
        var yes = new Option<bool>("--yes") { Description = "Do it without asking" };
        var message = PolicyWords.Message();
        var confirm = PolicyWords.Confirm();
        var owner = new Option<string?>("--owner") { Description = "Member who owns new grants that the files name nobody for. Default: you", HelpName = "EMAIL" };
        var command = new Verb(
            "apply", "Make the server as the files say. What that changes is shown first. Exit code 4 when there was something to do and nothing was done.",
            "gatehouse apply ./gatehouse", "gatehouse apply ./gatehouse --yes --message \"release 14\"",
            "gatehouse apply ./gatehouse.json --owner ann@example.com") { files, yes, message, confirm, owner };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (wanted, fault) = AppliedFiles.Read(session.Terminal, parsed.GetValue(files)!);
            if (wanted is null)
            {
                session.Terminal.Fail(fault!);
                return ExitCode.Invalid;
            }

            var (state, refused) = await PresentState.ReadAsync(session, withTokens: wanted.IsServed);
            if (state is null)
            {
                return session.Fail(refused!);
            }

            var (organisation, documents) = wanted.Declare(state);
            var (plan, impossible) = ApplyPlan.Of(
                state, organisation, documents, parsed.GetValue(confirm), parsed.GetValue(message) ?? "applied from files",
                parsed.GetValue(owner) ?? await MyselfAsync(session));
            if (plan is null)
            {
                session.Terminal.Fail(impossible!);
                return ExitCode.Invalid;
            }

            foreach (var thing in wanted.Alone(state))
            {
                session.Terminal.Note($"stays in the file alone: {thing}");
            }

            return await RunAsync(session, plan, parsed.GetValue(yes), Surroundings.Of(parsed));
        });
        return command;
    }

    // A program owns nothing.
    private static async Task<string?> MyselfAsync(RemoteSession session) =>
        (await session.AskAsync((client, stop) => client.WhoamiAsync(stop))).Value is { Kind: "person" } me ? me.Label : null;

    private static async Task<int> RunAsync(RemoteSession session, ApplyPlan plan, bool isAgreed, Surroundings around)
    {
        Show(session, plan);
        if (plan.Steps.Count == 0)
        {
            return Report(session, plan, 0, []);
        }

        if (!isAgreed && !Agrees(session.Terminal, around))
        {
            Report(session, plan, 0, []);
            return ExitCode.Found;
        }

        var (done, issued) = (0, new List<IssuedGrant>());
        foreach (var step in plan.Steps)
        {
            var result = await step.RunAsync(session);
            if (result.Refused is { } refused)
            {
                Report(session, plan, done, issued);
                session.Terminal.Note($"stopped at: {step.What}; {done} of {plan.Steps.Count} changes are made, applying again makes the rest");
                return session.Fail(refused);
            }

            done++;
            if (result.Issued is { } grant)
            {
                issued.Add(grant);
            }
        }

        return Report(session, plan, done, issued);
    }

    // The plan is for the person who agrees: with --json it stands beside the result.
    private static void Show(RemoteSession session, ApplyPlan plan)
    {
        foreach (var step in plan.Steps)
        {
            var sign = step.IsNew ? new Painted("+", Tone.Good) : new Painted("~", Tone.Careful);
            session.Terminal.Note($"{sign} {step.What}{(step.How.Length == 0 ? "" : ": " + step.How)}");
        }

        if (!plan.Left.IsEmpty)
        {
            session.Terminal.Note($"not in the files, stays as it is: {string.Join(", ", plan.Left)}");
        }
    }

    private static bool Agrees(Terminal terminal, Surroundings around)
    {
        if (!around.HasKeyboard)
        {
            terminal.Note($"nothing was done: say `--yes`");
            return false;
        }

        terminal.Note($"apply? [y/N]");
        return around.Input.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static int Report(RemoteSession session, ApplyPlan plan, int done, List<IssuedGrant> issued)
    {
        if (!session.AsJson)
        {
            session.Terminal.Line($"{(plan.Steps.Count == 0 ? "the server is as the files say" : $"made {done} of {plan.Steps.Count} changes")}");
            foreach (var grant in issued)
            {
                session.Terminal.Line();
                GrantWords.PrintIssued(session.Terminal, grant);
            }

            return ExitCode.Success;
        }

        session.Terminal.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("changes");
            foreach (var (step, index) in plan.Steps.Select((step, index) => (step, index)))
            {
                json.WriteStartObject();
                json.WriteString("kind", step.IsNew ? "new" : "change");
                json.WriteString("what", step.What);
                json.WriteString("how", step.How);
                json.WriteBoolean("done", index < done);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("grants");
            foreach (var grant in issued)
            {
                JsonSerializer.Serialize(json, grant, ApiJson.Default.IssuedGrant);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ExitCode.Success;
    }
}
