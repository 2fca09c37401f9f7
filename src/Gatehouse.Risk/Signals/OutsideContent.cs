using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary>Whether what a tool returns may have been written by strangers: a policy's <c>outside</c> list.</summary>
internal static class OutsideContent
{
    private static readonly GroupSet Strangers =
        WordTable.Instance.Group("stranger") | WordTable.Instance.Group("mail") | WordTable.Instance.Group("chat") | WordTable.Instance.Group("in_browser");

    /// <summary>Web pages, mail, chats, comments, issues, reviews, feeds, transcripts.</summary>
    public static bool IsCarried(Reading reading, RiskCategory category) =>
        category is RiskCategory.Read or RiskCategory.Execute && ((reading.NameGroups | reading.OpeningGroups) & Strangers) != 0;
}
