using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Cli.Commands.Logs;

/// <summary><c>gatehouse log</c>: what was decided and what became of it.</summary>
internal static class LogCommand
{
    private static readonly TimeSpan _often = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var query = new LogQueryOptions();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what comes, until interrupted" };
        var place = new EitherPlace();
        var command = new Verb(
            "log", "Show recorded calls, the latest last. Of the server that you are logged in to, else of this machine's data folder.",
            "gatehouse log --outcome denied --since 1h",
            "gatehouse log --tool create_refund --limit 20 --json",
            "gatehouse log --data /var/lib/gatehouse --follow");
        query.AddTo(command);
        command.Options.Add(follow);
        command.Subcommands.Add(LogVerifyCommand.Create());
        command.Subcommands.Add(LogExportCommand.Create());
        command.Subcommands.Add(LogArgumentsCommand.Create());
        place.AddTo(
            command,
            (parsed, asJson, cancel) => AskAsync(parsed, query, asked => RunAsync(
                Terminal.Of(parsed), place.Folder.Folder(parsed), asked, parsed.GetValue(follow), asJson, TimeProvider.System, cancel)),
            (parsed, session) => AskAsync(parsed, query, asked => RemoteLog.RunAsync(session, asked, parsed.GetValue(follow), TimeProvider.System)));
        return command;
    }

    private static Task<int> AskAsync(ParseResult parsed, LogQueryOptions query, Func<RecordQuery, Task<int>> run)
    {
        var (asked, problem) = query.Read(parsed, TimeProvider.System.GetUtcNow());
        if (asked is not null)
        {
            return run(asked);
        }

        Terminal.Of(parsed).Note($"gatehouse: {problem}");
        return Task.FromResult(ExitCode.Usage);
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string folder, RecordQuery query, bool follows, bool asJson, TimeProvider time, CancellationToken cancel)
    {
        var (ledger, fault) = await BesideLedger.OpenAsync(folder, settles: false, cancel);
        if (ledger is null)
        {
            return terminal.Fail(fault!);
        }

        await using (ledger)
        {
            // The page is the newest; a person reads downwards.
            long last = 0;
            var page = query;
            while (true)
            {
                var problem = await ledger.Index.CatchUpAsync(cancel);
                var (calls, unread) = problem is null ? await ledger.Index.FindAsync(page, cancel) : ([], problem);
                if (unread is not null)
                {
                    return terminal.Fail(unread);
                }

                foreach (var call in page.TakenInAfter is null ? calls.Reverse() : calls)
                {
                    CallLines.Print(terminal, call, asJson);
                    last = Math.Max(last, call.Id);
                }

                if (!follows)
                {
                    return ExitCode.Success;
                }

                page = query with { TakenInAfter = last };
                try
                {
                    await Task.Delay(_often, time, cancel);
                }
                catch (OperationCanceledException)
                {
                    return ExitCode.Success;
                }
            }
        }
    }
}
