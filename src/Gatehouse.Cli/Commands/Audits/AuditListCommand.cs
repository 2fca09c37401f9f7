using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Audits;

/// <summary><c>gatehouse audit list</c>: the latest changes on a server.</summary>
internal static class AuditListCommand
{
    private const int Most = 10_000;

    public static Command Create()
    {
        var query = new AuditQueryOptions();
        var limit = new Option<int>("--limit") { Description = "At most so many, the latest; 1 to 10000", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Verb(
            "list", "List the latest changes on the server, the newest first.",
            "gatehouse audit list --since 1d", "gatehouse audit list --kind grant --what grant.created --json") { limit };
        query.AddTo(command);
        new RemoteOptions().AddTo(command, (parsed, session) =>
        {
            var most = parsed.GetValue(limit);
            if (most is < 1 or > Most)
            {
                session.Terminal.Note($"gatehouse: `--limit` is 1 to {Most}");
                return Task.FromResult(ExitCode.Usage);
            }

            return query.Read(parsed) is not { } filter ? Task.FromResult(ExitCode.Usage) : session.ShowListAsync(
                "audit" + filter, ApiJson.Default.PageAuditLine, "nothing was changed",
                ["number", "when", "who", "what", "of", "from"],
                row => [Fields.Number(row.Sequence), Fields.Time(row.At), row.Actor, row.What, $"{row.SubjectKind} {row.SubjectId}", row.From], most);
        });
        return command;
    }
}
