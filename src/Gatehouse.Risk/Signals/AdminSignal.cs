using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>admin</c>: rights, users, security settings, a firewall or the billing set-up change.</summary>
internal sealed class AdminSignal : Signal
{
    private static readonly GroupSet Admin = Groups("admin");
    private static readonly GroupSet Security = Groups("in_security");
    private static readonly GroupSet Listing = Groups("people");

    public override string Name => "admin";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category != RiskCategory.Write || reading.Deciding?.Text is "follow" or "unfollow" or "like" or "unlike" or "star" or "unstar" or "send" or "reply" or "store" or "mute" or "switch" || reading.Name.Count == 0)
        {
            return null;
        }

        if ((reading.ServerNameGroups & Security) != 0)
        {
            return "server: a security product";
        }

        return InName(reading, Admin) ?? OfPeople(reading);
    }

    // A user is what changes only where the name ends with it and nothing stands between: not in "from_user", "by_member".
    private static string? OfPeople(Reading reading)
    {
        var last = reading.Name[^1];
        return ((last.Term?.Groups ?? 0) & Listing) != 0
            && (reading.Name.Count < 2 || !(reading.OfName(reading.Name[^2]) is "from" or "by" or "for" or "to" or "of" or "list" or "authenticated" or "the"))
            ? $"name: {reading.OfName(last)}"
            : null;
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.High, level);
}
