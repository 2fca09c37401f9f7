using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>external</c>: it reaches people or systems outside the organisation.</summary>
internal sealed class ExternalSignal : Signal
{
    private static readonly GroupSet Channels = Groups("external");
    private static readonly GroupSet InMail = Groups("in_mail");
    private static readonly GroupSet Message = Groups("message", "mail");
    private static readonly GroupSet Posts = Groups("postword");
    private static readonly GroupSet Webhook = Groups("webhook");

    public override string Name => "external";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category != RiskCategory.Write)
        {
            return null;
        }

        switch (reading.Deciding?.Text)
        {
            case "publish" or "unpublish" or "tweet" or "retweet" or "forward" or "broadcast" or "invite" or "share":
                return $"verb: {reading.Deciding.Text}";
            case "send" or "post" or "reply" or "push" or "deliver" or "resend" or "dispatch" or "message" or "email" or "sms" or "schedule" or "create"
                when IsOutside(reading) is { } where:
                return where;
            default:
                break;
        }

        return (reading.NameGroups & Webhook) != 0 ? InName(reading, Webhook) : null;
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.High, level);

    private static string? IsOutside(Reading reading) =>
        reading.Deciding!.Text is not ("create" or "schedule" or "post") && ((reading.NameGroups | reading.ServerGroups | reading.OpeningGroups) & InMail) != 0 && (reading.NameGroups & Message) != 0 ? InName(reading, Message)
        : reading.Deciding!.Text == "create" && (reading.NameGroups & Posts) == 0 ? null
        : ((reading.NameGroups | reading.ServerGroups | reading.OpeningGroups) & Channels) != 0 ? InOpening(reading, Channels) ?? "server: its channel"
        : null;
}
