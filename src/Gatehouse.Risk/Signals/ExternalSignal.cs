using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>external</c>: it reaches people or systems outside the organisation.</summary>
internal sealed class ExternalSignal : Signal
{
    private static readonly GroupSet Channels = Groups("external");
    private static readonly GroupSet InMail = Groups("in_mail");
    private static readonly GroupSet Message = Groups("message", "mail");
    private static readonly GroupSet Posts = Groups("postword");
    private static readonly GroupSet Team = Groups("in_team");
    private static readonly GroupSet Queue = Groups("in_queue");
    private static readonly GroupSet Remark = Groups("postword", "statusword");
    private static readonly GroupSet Webhook = Groups("webhook");
    private static readonly GroupSet Public = Groups("in_public");

    // A network that is called by one letter counts only where the server is called so.
    private static readonly GroupSet NetworkX = Groups("in_x");

    public override string Name => "external";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category != RiskCategory.Write)
        {
            return null;
        }

        // A draft reaches nobody, and neither does what only goes to a queue.
        var verb = reading.Deciding?.Text;
        if (verb is not ("send" or "publish") && reading.NameHas("draft"))
        {
            return null;
        }

        if (verb is "publish" or "broadcast" && ((reading.ServerNameGroups | reading.NameGroups) & Queue) != 0)
        {
            return null;
        }

        // Chat inside one's own organisation.
        if (verb is "send" or "post" or "reply" && (reading.ServerNameGroups & Team) != 0 && (reading.NameGroups & (InMail | Webhook)) == 0)
        {
            return null;
        }

        switch (verb)
        {
            case "send" or "reply" or "compose" when reading.OpeningHas("draft") && !reading.NameHas("draft"):
                return null;
            case "publish" or "tweet" or "retweet" or "repost" or "broadcast" or "invite" or "share":
                return Verb(reading, verb);
            // "merge_no_fast_forward" reaches nobody.
            case "forward" when !reading.NameHas("merge"):
                return Verb(reading, verb);
            case "send" or "post" or "reply" or "push" or "deliver" or "resend" or "dispatch" or "message" or "email" or "sms" or "schedule" or "create"
                when IsOutside(reading) is { } where:
                return where;
            case "upload" when (reading.ServerNameGroups & Public) != 0:
                return "server: its channel";
            // "Interact with the Messages app: send, read …": a tool of many ways, one of which reaches out.
            case null or "interact" or "manage" or "handle" or "read" when reading.OpeningHas("send") && (reading.NameGroups & (InMail | Channels | Message)) != 0
                && (reading.ServerNameGroups & Team) == 0:
                return InName(reading, InMail | Channels | Message);
            case not null when reading.NameHas("send") && !reading.NameHas("draft") && (reading.NameGroups & InMail) != 0:
                return "name: send";
            default:
                break;
        }

        return (reading.NameGroups & Webhook) != 0 ? InName(reading, Webhook)
            : verb is "quote" ? Verb(reading, verb)
            : verb is "create" && (reading.NameHas("retweet") || reading.NameHas("repost") || reading.NameHas("broadcast")) && (reading.ServerNameGroups & Queue) == 0 ? "name: broadcast"
            : verb is "create" or "add" or "send" or "resend" && reading.NameHas("invitation") ? "name: invitation"
            : reading.NameHas("public") && (reading.NameGroups & Remark) != 0 ? "name: public"
            : null;
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.High, level);

    // Whether the name says it, which nobody doubts, or the text alone.
    private static string Verb(Reading reading, string verb) => (reading.NameHas(verb) ? "name: " : "verb: ") + verb;

    private static string? IsOutside(Reading reading) =>
        (reading.ServerNameGroups & NetworkX) != 0 && (reading.NameGroups & Posts) != 0 ? InName(reading, Posts) :
        reading.Deciding!.Text is not ("create" or "schedule" or "post") && ((reading.NameGroups | reading.ServerGroups | reading.OpeningGroups) & InMail) != 0 && (reading.NameGroups & Message) != 0 ? InName(reading, Message)
        : reading.Deciding!.Text == "create" && (reading.NameGroups & Posts) == 0 ? null
        : ((reading.NameGroups | reading.ServerGroups | reading.OpeningGroups) & Channels) != 0 ? InOpening(reading, Channels) ?? "server: its channel"
        : null;
}
