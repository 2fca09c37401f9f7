using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>private</c>: mail, chats, health, whereabouts, payroll, or customers in bulk are read.</summary>
internal sealed class PrivateSignal : Signal
{
    private static readonly GroupSet Mail = Groups("mail");
    private static readonly GroupSet InMail = Groups("in_mail");
    private static readonly GroupSet Chat = Groups("chat");
    private static readonly GroupSet InChat = Groups("in_chat");
    private static readonly GroupSet Health = Groups("health");
    private static readonly GroupSet InHealth = Groups("in_health");
    private static readonly GroupSet InBody = Groups("in_body");
    private static readonly GroupSet Body = Groups("bodyword", "health");
    private static readonly GroupSet Payroll = Groups("payroll");
    private static readonly GroupSet Contacts = Groups("contacts");
    private static readonly GroupSet Spoken = Groups("in_meeting");
    private static readonly GroupSet Phone = Groups("in_phone");
    private static readonly GroupSet Thing = Groups("mailthing");
    private static readonly GroupSet About = Groups("aboutmail");
    private static readonly GroupSet Public = Groups("in_public");

    public override string Name => "private";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category != RiskCategory.Read || reading.Deciding is { Text: not ("get" or "list" or "search" or "fetch" or "read" or "find" or "export" or "retrieve" or "show" or "view" or "download" or "query" or "browse" or "extract" or "return" or "describe" or "receive" or "decrypt" or "history") })
        {
            return null;
        }

        // "get_channel_history": what was said there.
        if ((reading.ServerNameGroups & InChat) != 0 && (reading.ServerNameGroups & Public) == 0
            && (reading.NameHas("history") || reading.NameHas("reply")))
        {
            return "name: history";
        }

        // Whoever wears it is measured by it: what it counts is somebody's own.
        if ((reading.ServerNameGroups & InBody) != 0 && InName(reading, Body) is { } body)
        {
            return body;
        }

        if ((reading.NameGroups & About) != 0)
        {
            return null;
        }

        var world = reading.DomainGroups;
        if ((world & InMail) != 0 && !IsKey(reading) && InName(reading, Mail | Thing) is { } mail)
        {
            return mail;
        }

        if ((world & InChat) != 0 && ((reading.NameGroups | reading.ServerNameGroups) & Public) == 0 && InName(reading, Chat) is { } chat)
        {
            return chat;
        }

        if (reading.NameHas("patient"))
        {
            return "name: patient";
        }

        if ((reading.ServerGroups & InHealth) != 0 && InOpening(reading, Health) is { } health)
        {
            return health;
        }

        if (IsWritten(reading))
        {
            return "name: message";
        }

        if ((world & Spoken) != 0 && !IsPublished(reading) && (reading.NameHas("transcript") || reading.NameHas("lifelog")))
        {
            return "name: transcript";
        }

        if ((reading.ServerNameGroups & Phone) != 0 && reading.NameHas("call"))
        {
            return "name: call";
        }

        return (IsPublished(reading) ? null : InName(reading, Payroll)) ?? (!IsKey(reading) && IsMany(reading) ? InName(reading, Contacts) : null);
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.Medium, level);

    // "get_lead_by_email": an address is what is asked with, not what is read.
    private static bool IsKey(Reading reading)
    {
        for (var at = 0; at < reading.Name.Count - 1; at++)
        {
            if (reading.OfName(reading.Name[at]) is "by" && ((reading.Name[at + 1].Term?.Groups ?? 0) & (Mail | Contacts)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    // "get_unread_messages", "receive_text_messages", "chat_history": between people, whatever the server is.
    private static bool IsWritten(Reading reading) => (reading.NameHas("chat") && reading.NameHas("history"))
        || (reading.NameHas("message")
            && reading.Name.Exists(token => reading.OfName(token) is "unread" or "text" or "direct" or "encrypted" or "private" or "decrypt"));

    // What companies and statistics publish, and videos.
    private static bool IsPublished(Reading reading) => (reading.ServerNameGroups & Public) != 0
        || reading.Name.Exists(token => reading.OfName(token) is "executive" or "nonfarm" or "earnings" or "earning" or "video" or "type" or "types");

    private static bool IsMany(Reading reading) => reading.NameHas("list") || reading.NameHas("search") || reading.NameHas("export")
        || reading.Name.Exists(token => token.Term?.Text is "contact" or "customer" or "payee" && reading.OfName(token)[^1] == 's');
}
