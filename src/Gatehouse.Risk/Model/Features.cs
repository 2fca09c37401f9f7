using Gatehouse.Risk.Actions;
using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Model;

/// <summary>What the model looks at: words of name, description and arguments, and what the rules made of them.</summary>
internal static class Features
{
    private const int OpeningWords = 32;
    private const int ArgumentWords = 40;
    private const int RestWords = 40;
    private const int RestSentences = 3;

    private static readonly Kind[] Verbs = [new("none"), new("light"), new("read"), new("write"), new("run"), new("destroy"), new("money")];
    private static readonly Kind[] Counts = [.. Enumerable.Range(0, 11).Select(number => new Kind(Count(number)))];
    private static readonly Kind Nothing = new(""), Begin = new("^"), End = new("$"), Denial = new("not");

    private static readonly Kind Bias = new("bias"), SureRule = new("rule!"), Rule = new("rule?"), Act = new("act"), FromName = new("from-name"),
        FromText = new("from-text"), Because = new("because"), Agreed = new("agreed"), Against = new("against"), Alone = new("alone"),
        Paired = new("paired"), Plain = new("plain"), Lost = new("lost"), SureName = new("named!"), Named = new("named?"),
        SureLead = new("leads!"), Leads = new("leads?"), Both = new("both"), Lead = new("lead"), Untold = new("untold"), Args = new("args");

    private static readonly Kind Name = new("name"), SureVerb = new("verb!"), VagueVerb = new("verb?"), First = new("first"), Last = new("last"),
        Length = new("words"), Denies = new("denies"), Says = new("says"), SaysFirst = new("says0"), SaysSecond = new("says1"),
        Also = new("also"), AlsoHere = new("also0"), AlsoNext = new("also1"), Besides = new("besides"), More = new("more"), Arg = new("arg");

    private static readonly Kind In = new("in"), On = new("on"), With = new("with"), At = new("at"), By = new("by"),
        ActArg = new("act+arg"), ActAt = new("act+at"), ActOf = new("act+of");

    /// <summary>Hands the features of a definition to a sink; a feature may come more than once.</summary>
    public static void Collect<TSink>(Reading reading, Decision decision, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        AddRules(reading, decision, ref into);
        if (reading.SaysSomething)
        {
            AddName(reading, ref into);
            AddGroups(In, reading.NameGroups, ref into);
        }

        AddOpening(reading, ref into);
        AddFurther(reading, decision, ref into);
        AddRest(reading, ref into);
        AddArguments(reading, ref into);
        SchemaFeatures.Collect(reading, ref into);
        AddCrossed(decision, reading, ref into);
        AddGroups(On, reading.OpeningGroups, ref into);
        AddGroups(With, reading.ArgumentGroups, ref into);
        AddGroups(At, reading.ServerNameGroups, ref into);
        AddGroups(By, reading.ServerGroups, ref into);
    }

    private static void AddRules<TSink>(Reading reading, Decision decision, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        into.Add(Bias, Nothing);
        var verb = Word(decision.Verb);
        var act = Spelling.Of(decision.Act.Term);
        into.Add(decision.IsSure ? SureRule : Rule, verb);
        into.Add(Act, act);
        into.Add(Act, verb, act);
        into.Add(decision.Act.From == "name" ? FromName : FromText, verb);
        if (decision.Rule is { } rule)
        {
            into.Add(Because, rule);
            into.Add(Because, rule, verb);
        }

        into.Add(decision.IsAgreed ? Agreed : decision.Other.IsFound ? Against : Alone, verb);
        into.Add(decision.Act.IsPaired ? Paired : Plain, verb);
        if (decision.Other.IsFound)
        {
            into.Add(Lost, Word(decision.Other.Verb));
            into.Add(Lost, Spelling.Of(decision.Other.Term));
            into.Add(Lost, verb, Word(decision.Other.Verb));
        }

        var (name, lead) = (decision.Name, decision.Lead);
        into.Add(name.IsSure ? SureName : Named, Word(name.Verb));
        into.Add(lead.IsSure ? SureLead : Leads, Word(lead.Verb));
        into.Add(Both, Word(name.Verb), Word(lead.Verb));
        into.Add(Lead, Spelling.Of(lead.Term));
        if (reading.Words.Count == 0)
        {
            into.Add(Untold, Nothing);
            into.Add(Untold, verb);
        }

        into.Add(Args, Counts[Math.Min(reading.Tool.Arguments.Length, 10)]);
    }

    private static void AddName<TSink>(Reading reading, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        Spelling before = Begin;
        ReadOnlySpan<char> last = "";
        var count = 0;
        foreach (var word in reading.Name)
        {
            var raw = reading.OfName(word);
            if (reading.Name.Count > 1 && reading.IsServerWord(raw))
            {
                continue;
            }

            var text = word.Term is { } term ? Spelling.Of(term) : Spelling.Of(raw);
            into.Add(Name, text);
            into.Add(Name, before, text);
            if (word.Term is { Verb: > Verb.Light } verb)
            {
                into.Add(verb.IsVague ? VagueVerb : SureVerb, Word(verb.Verb));
            }

            if (count == 0)
            {
                into.Add(First, text);
            }

            before = text;
            last = raw;
            count++;
        }

        into.Add(Name, before, End);
        into.Add(Last, Spelling.Of(last));
        into.Add(Length, Counts[Math.Min(count, 10)]);
    }

    private static void AddOpening<TSink>(Reading reading, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        Spelling before = Begin;
        var count = 0;
        foreach (var word in reading.Words)
        {
            if (word.Sentence > 0 || count >= OpeningWords)
            {
                break;
            }

            var text = word.Term is { } term ? Spelling.Of(term) : Spelling.Of(reading.OfText(word));
            count++;
            if (word.IsDenied)
            {
                into.Add(Denies, text);
                before = Denial;
                continue;
            }

            into.Add(Says, text);
            into.Add(Says, before, text);
            if (count <= 2)
            {
                into.Add(count == 1 ? SaysFirst : SaysSecond, Spelling.Of(reading.OfText(word)));
            }

            before = text;
        }
    }

    // "Parse a document and create tasks from it": what it does besides.
    private static void AddFurther<TSink>(Reading reading, Decision decision, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        var worst = Verb.None;
        for (var at = 1; at < reading.Words.Count && at < OpeningWords && reading.Words[at].Sentence <= 1; at++)
        {
            if (reading.Words[at] is not { IsDenied: false, Term: { Verb: > Verb.Light } term } || ReferenceEquals(term, decision.Lead.Term))
            {
                continue;
            }

            var before = reading.OfText(reading.Words[at - 1]);
            var word = reading.OfText(reading.Words[at]);
            if (before is "and" or "then" or "or" or "optionally"
                && !word.EndsWith("ing", StringComparison.Ordinal) && !word.EndsWith("ed", StringComparison.Ordinal))
            {
                into.Add(Also, Spelling.Of(before), Word(term.Verb));
                into.Add(reading.Words[at].Sentence == 0 ? AlsoHere : AlsoNext, Spelling.Of(term));
                worst = term.Verb > worst ? term.Verb : worst;
            }
        }

        if (worst != Verb.None)
        {
            into.Add(Besides, Word(decision.Verb), Word(worst));
        }
    }

    // The sentences after the first: what comes back, what it costs, what else happens.
    private static void AddRest<TSink>(Reading reading, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        var count = 0;
        foreach (var word in reading.Words)
        {
            if (word.Sentence == 0 || word.IsDenied)
            {
                continue;
            }

            if (word.Sentence > RestSentences || count >= RestWords)
            {
                break;
            }

            count++;
            into.Add(More, word.Term is { } term ? Spelling.Of(term) : Spelling.Of(reading.OfText(word)));
        }
    }

    private static void AddArguments<TSink>(Reading reading, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        for (var at = 0; at < reading.Arguments.Count && at < ArgumentWords; at++)
        {
            if (reading.Arguments[at].Term is { } term)
            {
                into.Add(Arg, Spelling.Of(term));
            }
        }
    }

    // What the deciding word is used with.
    private static void AddCrossed<TSink>(Decision decision, Reading reading, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        if (decision.Act.Term is { } act)
        {
            AddGroups(ActArg, act, reading.ArgumentGroups, ref into);
            AddGroups(ActAt, act, reading.ServerNameGroups, ref into);
            AddGroups(ActOf, act, (reading.SaysSomething ? reading.NameGroups : 0) | reading.OpeningGroups, ref into);
        }
    }

    private static void AddGroups<TSink>(Kind where, GroupSet groups, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        for (; groups != 0; groups &= groups - 1)
        {
            into.Add(where, WordTable.Instance.GroupKinds[(int)GroupSet.TrailingZeroCount(groups)]);
        }
    }

    private static void AddGroups<TSink>(Kind where, Term act, GroupSet groups, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        for (; groups != 0; groups &= groups - 1)
        {
            into.Add(where, Spelling.Of(act), WordTable.Instance.GroupKinds[(int)GroupSet.TrailingZeroCount(groups)]);
        }
    }

    private static string Count(int number) => number switch
    {
        <= 3 => ((char)('0' + number)).ToString(),
        <= 5 => "4",
        <= 9 => "6",
        _ => "10",
    };

    private static Kind Word(Verb verb) => Verbs[(int)verb];
}
