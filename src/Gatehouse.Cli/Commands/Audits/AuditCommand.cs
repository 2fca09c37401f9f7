using System.CommandLine;

namespace Gatehouse.Cli.Commands.Audits;

/// <summary><c>gatehouse audit</c>: who changed what.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "What people changed, on the server that you are logged in to.")
    {
        AuditListCommand.Create(),
        AuditExportCommand.Create(),
        AuditVerifyCommand.Create(),
    };
}
