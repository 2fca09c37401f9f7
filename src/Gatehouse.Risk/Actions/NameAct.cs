using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>The verb of a name, wherever it stands: <c>delete_page</c>, <c>s3_object_delete</c>, <c>Orders_Retrieveanorder</c>.</summary>
internal static class NameAct
{
    private static readonly GroupSet Moneyed =
        WordTable.Instance.Group("in_crypto") | WordTable.Instance.Group("in_trade") | WordTable.Instance.Group("in_shop") | WordTable.Instance.Group("in_pay");

    /// <summary>All verbs of the name in the order in which they count, the deciding one first.</summary>
    public static List<ToolAct> Find(Reading reading)
    {
        var acts = new List<ToolAct>();
        var words = reading.Name;
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at].Term is not { Verb: > Verb.None } term || (IsVendor(reading, at) && HasOther(reading, at)))
            {
                continue;
            }

            // "trades", "posts", "by_type": things, not acts.
            if (term.IsVague && (IsForm(reading, at) || (at > 0 && reading.OfName(words[at - 1]) is "by" or "of" or "with" or "per")))
            {
                continue;
            }

            // "swap_face": money only where it is traded. "purchase_hosting", "snipe_token": money wherever the name begins with it.
            if (term is { Verb: Verb.Money, IsVague: true } && (reading.DomainGroups & Moneyed) == 0
                && !(at == 0 && words.Count > 1 && term.Text is "purchase" or "snipe" or "wager" or "trade"))
            {
                continue;
            }

            var act = new ToolAct(term.Verb, term, words[at], IsSure(reading, at));

            // "make_payment": a verb that says nothing counts where its object says it.
            if (term.Verb > Verb.Light || Pairs.Apply(reading, act).IsPaired)
            {
                acts.Add(act);
            }
        }

        // "insert_and_execute": the worst of those that are joined.
        var isJoined = words.Exists(word => reading.OfName(word) is "and" or "then");
        if (isJoined)
        {
            acts.Sort(static (one, other) => other.IsSure.CompareTo(one.IsSure) is var sure and not 0 ? sure : other.Verb.CompareTo(one.Verb));
        }

        // "execute_delete_user", "run_swap": what is executed counts.
        if (!isJoined && acts.Count > 1 && acts[0] is { IsPaired: false, Term.Text: "execute" or "exec" or "run" or "perform" } && acts[1].IsSure)
        {
            acts.RemoveAt(0);
        }

        // A sure verb goes before a word that is as often a noun: `order_cancel`, `check_run_create`.
        var sure = acts.FindIndex(act => act.IsSure);
        if (sure > 0)
        {
            var first = acts[sure];
            acts.RemoveAt(sure);
            acts.Insert(0, first);
        }
        else if (sure < 0 && acts.Count > 1 && acts[^1].Verb == Verb.Read)
        {
            // `stake_quote`, `order_status`: what ends the name is the thing that is asked for.
            acts.Reverse();
        }

        return acts;
    }

    // `query` and `order` alone say little; forms like "posts" and "deleted" are nouns and adjectives in a name.
    private static bool IsSure(Reading reading, int at)
    {
        var term = reading.Name[at].Term!;
        return !term.IsVague && term.Verb > Verb.Light && (at == 0 || !IsForm(reading, at));
    }

    // Another form of the word than its base; foreign words have none.
    private static bool IsForm(Reading reading, int at)
    {
        var word = reading.OfName(reading.Name[at]);
        var term = reading.Name[at].Term!.Text;
        return word.Length > term.Length && word[0] < 128 && word[0] == term[0] && word[1] == term[1];
    }

    private static bool IsVendor(Reading reading, int at) =>
        at == 0 && reading.Name.Count > 1 && reading.IsServerWord(reading.OfName(reading.Name[at]));

    private static bool HasOther(Reading reading, int at)
    {
        for (var other = 0; other < reading.Name.Count; other++)
        {
            if (other != at && reading.Name[other].Term is { Verb: > Verb.Light })
            {
                return true;
            }
        }

        return false;
    }
}
