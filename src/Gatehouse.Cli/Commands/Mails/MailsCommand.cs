using System.CommandLine;

namespace Gatehouse.Cli.Commands.Mails;

/// <summary><c>gatehouse mails</c>: e-mails of the organisation.</summary>
internal static class MailsCommand
{
    public static Command Create() => new("mails", "E-mails of the organisation, on the server that you are logged in to.")
    {
        MailsListCommand.Create(),
        MailsRetryCommand.Create(),
    };
}
