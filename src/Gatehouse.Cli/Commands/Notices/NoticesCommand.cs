using System.CommandLine;

namespace Gatehouse.Cli.Commands.Notices;

/// <summary><c>gatehouse notices</c>: notices of calls that wait.</summary>
internal static class NoticesCommand
{
    public static Command Create() => new("notices", "Notices of calls that wait, on the server that you are logged in to.")
    {
        NoticesListCommand.Create(),
        NoticesRetryCommand.Create(),
        NoticesChannelsCommand.Create(),
    };
}
