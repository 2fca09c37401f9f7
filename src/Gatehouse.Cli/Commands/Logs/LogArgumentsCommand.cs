using System.CommandLine;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Ledger;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Logs;

/// <summary><c>gatehouse log arguments</c>: the values of one call's arguments, where its server has them stored.</summary>
internal static class LogArgumentsCommand
{
    public static Command Create()
    {
        var call = new Argument<string>("call") { Description = "Id of the call" };
        var full = new Option<bool>("--full") { Description = "Do not cut long texts" };
        var place = new EitherPlace();
        var command = new Verb(
            "arguments", "Show the values of a recorded call's arguments, where its server has them stored. On a server, that you read them is audited.",
            "gatehouse log arguments 01k8wz5x8t2f", "gatehouse log arguments 01k8wz5x8t2f --json") { call, full };
        place.AddTo(
            command,
            (parsed, asJson, cancel) => HereAsync(
                Terminal.Of(parsed), place.Folder.Folder(parsed), parsed.GetValue(call)!, parsed.GetValue(full), asJson, cancel),
            async (parsed, session) => session.Show(
                await session.GetAsync(
                    $"records/{Uri.EscapeDataString(parsed.GetValue(call)!)}/arguments", ApiJson.Default.StoredArgumentsView),
                ApiJson.Default.StoredArgumentsView, view => Print(session.Terminal, view, parsed.GetValue(full))));
        return command;
    }

    // Who has the folder and its keys can read them: there is nobody to ask for the right.
    private static async Task<int> HereAsync(
        Terminal terminal, string folder, string callId, bool full, bool asJson, CancellationToken cancel)
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(folder, settles: false, cancel);
        if (ledger is null)
        {
            return terminal.Fail(fault!);
        }

        await using (ledger)
        {
            var problem = await ledger.Index.CatchUpAsync(cancel);
            var (story, unread) = problem is null ? await ledger.Index.CallAsync(callId, cancel) : (null, problem);
            if (story is null)
            {
                return terminal.Fail(unread ?? new Fault(new("call-unknown"), "there is no such call", "see `gatehouse log --json`"));
            }

            var (found, failed) = await ledger.Arguments.FindAsync([callId], owner: null, TimeProvider.System.GetUtcNow(), cancel);
            if (found is null)
            {
                return terminal.Fail(failed!);
            }

            var stored = found.GetValueOrDefault(callId);
            if (stored is { IsUnreadable: true })
            {
                return terminal.Fail(new Fault(
                    LedgerFaults.SealBroken, "the stored arguments do not open: their key is gone, or they are not as they were written",
                    "restore the keys that belong to this data folder"));
            }

            using var document = stored?.Values is { } values ? JsonDocument.Parse(values.Json, new() { MaxDepth = 256 }) : null;
            var view = new StoredArgumentsView
            {
                Call = callId,
                State = document is not null ? StoredState.Stored : stored is not null ? StoredState.TooLarge
                    : story.Call.IsKept ? StoredState.Missing : StoredState.None,
                Arguments = document?.RootElement,
                Redacted = stored?.Values is { } of ? [.. of.Places.Select(one => new RedactedValue(one.Path, one.Type, one.Length))] : null,
                Bytes = stored?.Bytes,
                Until = stored?.Until,
            };
            if (asJson)
            {
                terminal.Json(json => JsonSerializer.Serialize(json, view, ApiJson.Default.StoredArgumentsView));
            }
            else
            {
                Print(terminal, view, full);
            }

            return ExitCode.Success;
        }
    }

    private static void Print(Terminal terminal, StoredArgumentsView view, bool full)
    {
        if (view.Arguments is not { } arguments)
        {
            terminal.Line($"{Why(view)}");
            return;
        }

        ArgumentTree.Print(terminal, arguments, full);
        foreach (var value in view.Redacted ?? [])
        {
            terminal.Line($"redacted   {value.Path} ({value.Type}{(value.Length is null ? "" : $", {value.Length} characters")})");
        }

        terminal.Line($"kept until {Fields.Time(view.Until!.Value)}");
    }

    private static string Why(StoredArgumentsView view) => view.State switch
    {
        StoredState.TooLarge => $"the arguments were too large to be stored: {view.Bytes} bytes",
        StoredState.Missing => "the arguments were to be stored and are not there: their time is over, or the store did not take them",
        _ => "no values were stored of this call: its server's setting did not say so, or it had none",
    };
}
