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
            "apply", "Make the server as the files say. What that changes is shown first. Exit code 4 when there was something to do and nothing was done, "
            + "5 when something waits for a second person.",
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
            return Report(session, plan, []);
        }

        if (!isAgreed && !Agrees(session.Terminal, around))
        {
            Report(session, plan, []);
            return ExitCode.Found;
        }

        var results = new List<StepResult>();
        foreach (var step in plan.Steps)
        {
            var result = await step.RunAsync(session);
            if (result.Refused is { } refused)
            {
                Report(session, plan, results);
                session.Terminal.Note($"stopped at: {step.What}; {Made(results)} of {plan.Steps.Count} changes are made, applying again makes the rest");
                return session.Fail(refused);
            }

            results.Add(result);
        }

        return Report(session, plan, results);
    }

    private static int Made(List<StepResult> results) => results.Count(static result => result.Proposed is null);

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

    // Results are those of the first steps, in their order: the one that was refused, and what would have come behind it, have none.
    private static int Report(RemoteSession session, ApplyPlan plan, List<StepResult> results)
    {
        WaitingVersion[] waiting =
        [
            .. plan.Waiting,
            .. plan.Steps.Zip(results).Where(static one => one.Second.Proposed is not null)
                .Select(static one => new WaitingVersion(one.First.What, one.Second.Proposed!.Value)),
        ];
        var issued = results.Select(static result => result.Issued).OfType<IssuedGrant>().ToList();
        if (session.AsJson)
        {
            Write(session, plan, results, issued);
        }
        else
        {
            foreach (var version in waiting)
            {
                session.Terminal.Line($"{version.What}: version {version.Number} is proposed, waits for a second person");
            }

            session.Terminal.Line($"{(plan.Steps.Count > 0 ? $"made {Made(results)} of {plan.Steps.Count} changes"
                : waiting.Length > 0 ? "the server is as the files say, but for what waits" : "the server is as the files say")}");
            foreach (var grant in issued)
            {
                session.Terminal.Line();
                GrantWords.PrintIssued(session.Terminal, grant);
            }
        }

        return waiting.Length > 0 ? ExitCode.Proposed : ExitCode.Success;
    }

    private static void Write(RemoteSession session, ApplyPlan plan, List<StepResult> results, List<IssuedGrant> issued) => session.Terminal.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("changes");
        foreach (var version in plan.Waiting)
        {
            Write(json, "change", version.What, "its document", isDone: false, version.Number);
        }

        foreach (var (step, index) in plan.Steps.Select(static (step, index) => (step, index)))
        {
            var proposed = index < results.Count ? results[index].Proposed : null;
            Write(json, step.IsNew ? "new" : "change", step.What, step.How, index < results.Count && proposed is null, proposed);
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

    private static void Write(Utf8JsonWriter json, string kind, string what, string how, bool isDone, int? proposed)
    {
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("what", what);
        json.WriteString("how", how);
        json.WriteBoolean("done", isDone);
        if (proposed is { } number)
        {
            json.WriteNumber("proposed", number);
        }

        json.WriteEndObject();
    }
}
