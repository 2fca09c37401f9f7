using System.CommandLine;

namespace Gatehouse.Cli.Commands.ApiKeys;

/// <summary><c>gatehouse api-keys</c>: the credentials of programs that use the API.</summary>
internal static class ApiKeysCommand
{
    public static Command Create() => new("api-keys", "List, make and revoke the credentials of programs that use the API.")
    {
        ApiKeysListCommand.Create(),
        ApiKeysNewCommand.Create(),
        ApiKeysRevokeCommand.Create(),
    };
}
