using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Notices;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Notices;

/// <summary><c>gatehouse notices list</c>.</summary>
internal static class NoticesListCommand
{
    public static Command Create()
    {
        var state = new Option<string?>("--state") { Description = "Only those in this state: waiting, sent or dead", HelpName = "WORD" };
        state.AcceptOnlyFromAmong([.. Words<NoticeState>.All]);
        var command = new Verb(
            "list", "List notices of calls that wait, and whether they arrived. Dead ones were given up.",
            "gatehouse notices list --state dead", "gatehouse notices list --json") { state };
        new RemoteOptions().AddTo(command, (parsed, session) => session.ShowListAsync(
            "notices" + ApiQuery.Of(("state", parsed.GetValue(state))), ApiJson.Default.PageNoticeView, "no notice was sent",
            ["id", "channel", "request", "state", "tries", "made", "problem"],
            one => [
                one.Id, one.ChannelId, one.ApprovalId, Words<NoticeState>.Of(one.State), Fields.Number(one.Attempts),
                Fields.Time(one.Created), one.Problem ?? ""]));
        return command;
    }
}
