using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Notices;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Notices;

/// <summary><c>gatehouse notices channels</c>: where people are told that a call waits.</summary>
internal static class NoticesChannelsCommand
{
    public static Command Create()
    {
        var command = new Verb("channels", "List where notices go; add and remove such places.", "gatehouse notices channels");
        command.Subcommands.Add(CreateAdd());
        command.Subcommands.Add(CreateRemove());
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "notices/channels", ApiJson.Default.PageNoticeChannelView, "notices go nowhere",
            ["id", "kind", "label", "host", "since"],
            one => [one.Id, Words<NoticeKind>.Of(one.Kind), one.Label, one.Host, Fields.Time(one.Created)]));
        return command;
    }

    private static Verb CreateAdd()
    {
        var kind = new Argument<string>("kind") { Description = "webhook, slack or email" };
        kind.AcceptOnlyFromAmong([.. Words<NoticeKind>.All]);
        var label = new Argument<string>("label") { Description = "What people call it" };
        var url = new Option<string?>("--url") { Description = "Its public address; none for e-mail", HelpName = "URL" };
        var command = new Verb(
            "add", "Add a place. The secret by which a webhook's notices are signed is shown once.",
            "gatehouse notices channels add webhook pager --url https://hooks.example.com/gatehouse") { kind, label, url };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await session.SendAsync(
                HttpMethod.Post, "notices/channels",
                new NewNoticeChannel(Words<NoticeKind>.Find(parsed.GetValue(kind))!.Value, parsed.GetValue(label)!, parsed.GetValue(url)),
                ApiJson.Default.NewNoticeChannel, ApiJson.Default.CreatedNoticeChannel),
            ApiJson.Default.CreatedNoticeChannel,
            made =>
            {
                session.Terminal.Line($"notices go to {made.Channel.Label} ({made.Channel.Id})");
                if (made.Secret is { } secret)
                {
                    session.Terminal.Line($"they are signed with this secret, shown only now:");
                    session.Terminal.Line($"  {secret}");
                }
            }));
        return command;
    }

    private static Verb CreateRemove()
    {
        var id = new Argument<string>("id") { Description = "Id of the place" };
        var command = new Verb("remove", "Remove a place: no notice goes there any more.", "gatehouse notices channels remove chn_4q7zn2x5dkq3c6m7wirhtbyqua") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Say(
            await session.SendAsync(HttpMethod.Delete, $"notices/channels/{Uri.EscapeDataString(parsed.GetValue(id)!)}", ApiJson.Default.Done),
            () => session.Terminal.Line($"removed {parsed.GetValue(id)}")));
        return command;
    }
}
