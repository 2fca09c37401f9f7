using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>admin</c>: rights, users, security settings, a firewall or the billing set-up change.</summary>
internal sealed class AdminSignal : Signal
{
    private static readonly GroupSet Admin = Groups("admin");
    private static readonly GroupSet Security = Groups("in_security");
    private static readonly GroupSet Body = Groups("body");
    private static readonly GroupSet Crypto = Groups("in_crypto");
    private static readonly GroupSet Listing = Groups("people");

    public override string Name => "admin";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category != RiskCategory.Write || reading.Deciding?.Text is "follow" or "unfollow" or "like" or "unlike" or "star" or "unstar" or "send" or "reply" or "store" or "mute" or "switch" or "rename" or "generate" || reading.Name.Count == 0)
        {
            return null;
        }

        if ((reading.ServerNameGroups & Security) != 0)
        {
            return "server: a security product";
        }

        return InName(reading, Admin) ?? ((reading.DomainGroups & Crypto) == 0 ? OfPeople(reading) ?? OfMembership(reading) : null);
    }

    // "assign_users_to_organization", "block_user": who belongs and who may.
    private static string? OfMembership(Reading reading) =>
        reading.Deciding?.Text is "promote" or "demote" && reading.NameHas("participant") ? "name: participant" :
        (reading.NameGroups & Listing) != 0
        && (reading.Deciding?.Text is "block" or "unblock" or "ban" or "unban" or "suspend" or "promote" or "demote"
            || (reading.Deciding?.Text is "add" or "assign" && (reading.NameGroups & Body) != 0))
            ? InName(reading, Listing)
            : null;

    // In a wallet an account is no person. A user is what changes only where the name ends with it and nothing stands between: not in "from_user", "by_member".
    private static string? OfPeople(Reading reading)
    {
        // "user_create": the verb may stand behind.
        var at = reading.Name.Count - 1;
        while (at > 0 && reading.Name[at].Term is { IsSureVerb: true })
        {
            at--;
        }

        var last = reading.Name[at];
        return ((last.Term?.Groups ?? 0) & Listing) != 0
            && (at == 0 || !IsSide(reading.OfName(reading.Name[at - 1])))
            && (at < 2 || reading.OfName(reading.Name[at - 1]) is not ("a" or "an") || !IsSide(reading.OfName(reading.Name[at - 2])))
            && !(last.Term!.Text is "account" && reading.NameHas("storage"))
            ? $"name: {reading.OfName(last)}"
            : null;
    }

    // "for_a_user" says for whom, and "storage_account" is nobody.
    private static bool IsSide(ReadOnlySpan<char> word) => word is "from" or "by" or "for" or "to" or "of" or "list" or "authenticated" or "the";

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.High, level);
}
