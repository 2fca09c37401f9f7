using System.CommandLine;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Audits;

/// <summary><c>gatehouse audit export</c>: the changes of a server as a file, which <c>audit verify</c> checks away from it.</summary>
internal static class AuditExportCommand
{
    public static Command Create()
    {
        var query = new AuditQueryOptions();
        var export = new ExportFile();
        var command = new Verb(
            "export", "Write the changes of the server to a file, or to standard output.",
            "gatehouse audit export audit.jsonl", "gatehouse audit export --format csv --since 30d > audit.csv");
        export.AddTo(command);
        query.AddTo(command);
        new RemoteOptions().AddTo(command, (parsed, session) => query.Read(parsed, export.Format(parsed)) is { } filter
            ? export.RunAsync(parsed, session, "audit/export" + filter)
            : Task.FromResult(ExitCode.Usage));
        return command;
    }
}
