using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Notices;

/// <summary><c>gatehouse notices retry</c>: what was given up is tried once more.</summary>
internal static class NoticesRetryCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id, as `gatehouse notices list` prints it" };
        var command = new Verb(
            "retry", "Send one again that was given up.", "gatehouse notices retry ntc_4q7zn2x5dkq3c6m7wirhtbyqua") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await session.SendAsync(
                HttpMethod.Post, $"notices/{Uri.EscapeDataString(parsed.GetValue(id)!)}/redeliver", ApiJson.Default.NoticeView),
            ApiJson.Default.NoticeView, one => session.Terminal.Line($"{one.Id} is sent again")));
        return command;
    }
}
