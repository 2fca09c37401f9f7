using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Mails;

/// <summary><c>gatehouse mails list</c>.</summary>
internal static class MailsListCommand
{
    public static Command Create()
    {
        var state = new Option<string?>("--state") { Description = "Only those in this state: waiting, sent or dead", HelpName = "WORD" };
        state.AcceptOnlyFromAmong([.. Words<NoticeState>.All]);
        var command = new Verb(
            "list", "List e-mails of the organisation, and whether they arrived. Dead ones were given up.",
            "gatehouse mails list --state dead", "gatehouse mails list --json") { state };
        new RemoteOptions().AddTo(command, (parsed, session) => session.ShowListAsync(
            "mails" + ApiQuery.Of(("state", parsed.GetValue(state))), ApiJson.Default.PageMailView, "no e-mail was sent",
            ["id", "about", "to", "state", "tries", "made", "problem"],
            one => [
                one.Id, Words<MailKind>.Of(one.Kind), one.To, Words<NoticeState>.Of(one.State), Fields.Number(one.Attempts),
                Fields.Time(one.Created), one.Problem ?? ""]));
        return command;
    }
}
