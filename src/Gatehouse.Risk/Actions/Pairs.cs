using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>Lets the object of an act decide what the act does.</summary>
internal static class Pairs
{
    /// <summary>The act, with another verb class where a pair fits.</summary>
    public static ToolAct Apply(Reading reading, ToolAct act)
    {
        if (!act.IsFound)
        {
            return act;
        }

        foreach (var pair in Pair.Of(act.Term!))
        {
            if (Fits(reading, act, pair))
            {
                return act with { Verb = pair.Verb, IsPaired = true };
            }
        }

        return act;
    }

    private static bool Fits(Reading reading, ToolAct act, Pair pair)
    {
        var objects = ObjectsOfName(reading, act) | (reading.Name.Count == 1 ? reading.ArgumentGroups : 0);
        if (!pair.NameOnly || reading.Name.Count <= 1)
        {
            objects |= reading.OpeningGroups;
        }

        return ((pair.Objects == 0 && pair.Words is null) || (objects & pair.Objects) != 0 || HasWord(reading, act, pair))
            && (pair.Near == 0 || ((reading.ServerNameGroups | reading.NameGroups) & pair.Near) != 0)
            && (pair.Domain == 0 || (reading.DomainGroups & pair.Domain) != 0)
            && ((objects | ObjectsOfName(reading, act)) & pair.Unless) == 0
            && (pair.With is null || reading.Says(pair.With))
            && (pair.Without is null || !SaysAny(reading, pair.Without));
    }

    private static bool SaysAny(Reading reading, HashSet<Term> words) =>
        reading.Name.Exists(word => word.Term is { } term && words.Contains(term))
        || reading.Words.Exists(word => !word.IsDenied && word.Term is { } term && words.Contains(term));

    private static bool HasWord(Reading reading, ToolAct act, Pair pair)
    {
        if (pair.Words is null)
        {
            return false;
        }

        foreach (var word in reading.Name)
        {
            if (word.Term is { } term && !ReferenceEquals(term, act.Term) && pair.Words.Contains(term))
            {
                return true;
            }
        }

        return false;
    }

    // The verb itself may be an object too: `transfer`, `order`, `stake`; then it is not its own object.
    private static GroupSet ObjectsOfName(Reading reading, ToolAct act)
    {
        GroupSet groups = 0;
        foreach (var word in reading.Name)
        {
            groups |= word.Term is { } term && !ReferenceEquals(term, act.Term) ? term.Groups : 0;
        }

        return groups;
    }
}
