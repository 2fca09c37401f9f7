using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse audit</c>: who changed what.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "What people changed.")
    {
        AuditVerifyCommand.Create(),
    };
}
