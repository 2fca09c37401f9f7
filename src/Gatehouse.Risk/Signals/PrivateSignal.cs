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
        if (category != RiskCategory.Read || reading.Deciding is { Text: not ("get" or "list" or "search" or "fetch" or "read" or "find" or "export" or "retrieve" or "show" or "view" or "download" or "query" or "browse" or "extract" or "return" or "describe") } || (reading.NameGroups & About) != 0)
        {
            return null;
        }

        var world = reading.DomainGroups;
        if (((world & InMail) != 0 && InName(reading, Mail | Thing) is { } mail && (mail.Length > 0)))
        {
            return mail;
        }

        if ((world & InChat) != 0 && ((reading.NameGroups | reading.ServerNameGroups) & Public) == 0 && InName(reading, Chat) is { } chat)
        {
            return chat;
        }

        if ((reading.ServerGroups & InHealth) != 0 && InOpening(reading, Health) is { } health)
        {
            return health;
        }

        if ((world & Spoken) != 0 && (reading.NameHas("transcript") || reading.NameHas("lifelog")))
        {
            return "name: transcript";
        }

        if ((reading.ServerNameGroups & Phone) != 0 && reading.NameHas("call"))
        {
            return "name: call";
        }

        return InName(reading, Payroll) ?? (IsMany(reading) ? InName(reading, Contacts) : null);
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.Medium, level);

    private static bool IsMany(Reading reading) => reading.NameHas("list") || reading.NameHas("search") || reading.NameHas("export")
        || reading.Name.Exists(token => token.Term?.Text is "contact" or "customer" or "payee" && reading.OfName(token)[^1] == 's');
}
