using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>scoped</c>: what is removed is small, the caller's own, or made again in a moment.</summary>
internal sealed class ScopedSignal : Signal
{
    private static readonly GroupSet Small = Groups("scoped");
    private static readonly GroupSet Own = Groups("own");
    private static readonly GroupSet Design = Groups("in_design");
    private static readonly GroupSet DesignPart = Groups("scopeddesign");
    private static readonly GroupSet InChat = Groups("in_chat");
    private static readonly GroupSet InMail = Groups("in_mail");
    private static readonly GroupSet OfChat = Groups("scopedchat");
    private static readonly GroupSet Shared = Groups("shared");
    private static readonly GroupSet Bulk = Groups("in_bulk");

    public override string Name => "scoped";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category == RiskCategory.Destructive && InName(reading, Own) is { } own)
        {
            return own;
        }

        // What is cancelled or revoked is in use, however small.
        if (category != RiskCategory.Destructive || reading.NameHas("cancel") || reading.NameHas("revoke") || reading.NameHas("terminate")
            || reading.NameHas("stop") || reading.NameHas("rollback") || reading.NameHas("protection") || reading.NameHas("permission")
            || (reading.NameGroups & Bulk) != 0 || (Said(reading, "irreversible") is not null && !IsRemark(reading)))
        {
            return null;
        }

        // What is empty is made again in a moment.
        if (Said(reading, Name) is { } said)
        {
            return said;
        }

        // The last object of a name is what goes: `delete_page_comment` takes the comment, `delete_note_folder` the folder.
        for (var at = LastOfObject(reading); at >= 0; at--)
        {
            var groups = reading.Name[at].Term?.Groups ?? 0;
            var small = (reading.ServerNameGroups & Design) != 0 ? Small | DesignPart
                : (reading.DomainGroups & (InChat | InMail)) == InChat ? Small | OfChat
                : Small;
            if ((groups & small) != 0)
            {
                return InName(reading, small);
            }

            if ((groups & Shared) != 0)
            {
                return null;
            }
        }

        return (reading.NameGroups & Shared) == 0 && reading.Name.Count <= 1 ? InOpening(reading, Small) : null;
    }

    // One remark that is gone for good was a remark all the same.
    private static bool IsRemark(Reading reading) =>
        (reading.NameHas("comment") || reading.NameHas("reaction") || reading.NameHas("reply")) && Said(reading, "bulk") is null;

    // "delete_tags_from_organization", "delete_a_pending_review_for_a_pull_request": what stands behind says where.
    private static int LastOfObject(Reading reading)
    {
        var side = reading.Name.FindIndex(token => reading.OfName(token) is "from" or "for" or "in" or "of");
        return (side > 0 ? side : reading.Name.Count) - 1;
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) =>
        category == RiskCategory.Destructive ? RiskLevel.High : level;
}
