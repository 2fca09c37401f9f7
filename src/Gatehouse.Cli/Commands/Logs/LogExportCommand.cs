using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Logs;

/// <summary><c>gatehouse log export</c>: recorded calls of a server as a file.</summary>
internal static class LogExportCommand
{
    public static Command Create()
    {
        var query = new LogQueryOptions(isLimited: false);
        var export = new ExportFile();
        var command = new Verb(
            "export", "Write recorded calls of the server to a file, or to standard output.",
            "gatehouse log export calls.jsonl --since 7d",
            "gatehouse log export --format csv --outcome denied > denied.csv");
        export.AddTo(command);
        query.AddTo(command);
        new RemoteOptions().AddTo(command, (parsed, session) =>
        {
            var (asked, problem) = query.Read(parsed, TimeProvider.System.GetUtcNow());
            if (asked is null)
            {
                session.Terminal.Note($"gatehouse: {problem}");
                return Task.FromResult(ExitCode.Usage);
            }

            return export.RunAsync(parsed, session, "records/export" + RemoteLog.Filter(asked, export.Format(parsed)));
        });
        return command;
    }
}
