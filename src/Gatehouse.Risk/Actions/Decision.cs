using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Model;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>What the acts of name and description come to.</summary>
/// <param name="Verb">The deciding class.</param>
/// <param name="Act">The deciding act.</param>
/// <param name="Other">The act that lost, if one disagreed.</param>
/// <param name="IsSure">Whether name and description agree, or one of them is plain and nothing speaks against it.</param>
/// <param name="IsAgreed">Whether name and description say the same.</param>
internal readonly record struct Decision(Verb Verb, ToolAct Act, ToolAct Other, bool IsSure, bool IsAgreed = false)
{
    /// <summary>Which rule decided, in a word; null where name and description did.</summary>
    public Kind? Rule { get; private init; }

    /// <summary>Whether what the caller hands over decided, and not how it is called: operations, code, a file to write.</summary>
    public bool IsOfArguments => Rule is not null && !IsThingOnly;

    /// <summary>Whether an argument names the operations, which settles how bad the worst of them is.</summary>
    public bool IsOfMany => ReferenceEquals(Rule, OfMany);

    /// <summary>Whether the name is a thing that is asked for, and nothing says that anything else is done with it.</summary>
    public bool IsThingOnly => ReferenceEquals(Rule, OfThing);

    /// <summary>The act of the name, or nothing.</summary>
    public ToolAct Name { get; private init; }

    /// <summary>The act that the description leads with, or nothing.</summary>
    public ToolAct Lead { get; private init; }

    private static readonly Kind OfMedia = new("media"), OfMany = new("many"), OfRequest = new("request"), OfQuery = new("query"),
        OfCode = new("code"), OfFile = new("file"), OfThing = new("thing");

    private static readonly GroupSet OutPath = WordTable.Instance.Group("outpath");
    private static readonly GroupSet Media = WordTable.Instance.Group("media");
    private static readonly GroupSet Command = WordTable.Instance.Group("in_host") | WordTable.Instance.Group("codeword");
    private static readonly GroupSet Tail = WordTable.Instance.Group("tailword");
    private static readonly GroupSet State = WordTable.Instance.Group("stateword");
    private static readonly GroupSet PathWord = WordTable.Instance.Group("pathword");

    /// <summary>Decides.</summary>
    public static Decision Of(Reading reading)
    {
        var names = NameAct.Find(reading);
        var rawName = names.Count > 0 ? names[0] : default;
        var rawLead = LeadAct.Find(reading, names);
        var name = Pairs.Apply(reading, rawName);
        var lead = Pairs.Apply(reading, rawLead);
        return Of(reading, names, name, lead, rawName, rawLead) with { Name = name, Lead = lead };
    }

    private static Decision Of(Reading reading, List<ToolAct> names, ToolAct name, ToolAct lead, ToolAct rawName, ToolAct rawLead)
    {

        // "order_book", "vt_technique_call": a word at the end of a name that nothing confirms is a thing, not an act.
        if (IsThing(reading, name, rawLead))
        {
            name = default;
        }

        // 0. "text_to_video", "image_to_image": made by a model, whatever the text calls it.
        if (MakesMedia(reading))
        {
            return new(Verb.Run, name.IsFound ? name : lead, default, true) { Rule = OfMedia };
        }

        // 1. Whoever takes the operation as an argument can do the worst of them.
        var many = ManyActs.Find(reading);
        if (many.IsFound && many.Verb > name.Verb)
        {
            return new(many.Verb, many, name, true) { Rule = OfMany };
        }

        // 2. Raw requests and free queries.
        if (Requests.Find(reading, name) is { IsFound: true } request)
        {
            return new(request.Verb, request, name, true) { Rule = OfRequest };
        }

        // "query_x: Executes a snippet of code", with the code as an argument.
        if (rawLead is { Term.Text: "run" or "execute" or "evaluate" or "eval" } && name.Verb < Verb.Run && HandsOverCode(reading))
        {
            return new(Verb.Run, rawLead, name, true) { Rule = OfCode };
        }

        if (Queries.Find(reading, rawName, rawLead) is { IsFound: true } query)
        {
            return new(query.Verb, query, name, true) { Rule = OfQuery };
        }

        // 3. Name and description.
        var decision = Between(reading, names, name, lead);

        // 4. What is only read, but written to a file that the caller names.
        return decision.Verb == Verb.Read && WritesFile(reading)
            ? decision with { Verb = Verb.Write, Rule = OfFile }
            : decision;
    }

    private static Decision Between(Reading reading, List<ToolAct> names, ToolAct name, ToolAct lead)
    {
        if (!name.IsFound && !lead.IsFound)
        {
            // "order_book", "daily_weather_data": a thing that is asked for.
            var isThing = reading.Name.Count > 1 && ((reading.Name[^1].Term?.Groups ?? 0) & State) != 0;
            return new(Bare(reading), default, default, isThing) { Rule = isThing ? OfThing : null };
        }

        if (!name.IsFound || !lead.IsFound)
        {
            var only = name.IsFound ? name : lead;
            return new(only.Verb, only, default, only.IsSure);
        }

        // "alter_table_remove_column": a second verb that is worse, unless the first only reads.
        foreach (var other in names)
        {
            if (other.IsSure && name.Verb == Verb.Write && other.Verb == Verb.Destroy && Pairs.Apply(reading, other).Verb == Verb.Destroy)
            {
                return new(Verb.Destroy, other, name, true);
            }
        }

        if (name.Verb == lead.Verb)
        {
            return new(name.Verb, name, default, true, IsAgreed: true);
        }

        return Disagreement(reading, names, name, lead);
    }

    private static Decision Disagreement(Reading reading, List<ToolAct> names, ToolAct name, ToolAct lead)
    {
        // A name with several verbs: the description says which one counts, unless the other is grave.
        foreach (var other in names)
        {
            var paired = Pairs.Apply(reading, other);
            if (lead.IsSure && paired.Verb == lead.Verb && !(IsJoined(reading) && name.Verb > lead.Verb) && (lead.Verb >= name.Verb || (paired.IsSure && name.Verb < Verb.Destroy && (lead.Verb == Verb.Read || !IsAtEdge(reading, name)))))
            {
                return new(lead.Verb, lead, name, true);
            }
        }

        if (name.IsSure != lead.IsSure)
        {
            return name.IsSure ? new(name.Verb, name, lead, true) : new(lead.Verb, lead, name, true);
        }

        // Some names begin with the method of the request behind them.
        if (names[0].At.Start == 0 && names[0].Term!.Text is "put" or "patch" && lead.IsSure)
        {
            return new(lead.Verb, lead, name, lead.Verb >= name.Verb);
        }

        if (name.IsSure)
        {
            // "get_x: Pulls …", "search_x: Executes a search": a name that begins with reading knows what it comes to,
            // unless the text says outright that something goes.
            if (name.Verb == Verb.Read)
            {
                return IsGrave(lead) || (lead is { Verb: Verb.Run, IsPaired: true }) ? new(lead.Verb, lead, name, false) : new(name.Verb, name, lead, true);
            }

            // "app_store_reviews: Get reviews": a word inside the name, and a text that begins with reading.
            if (name.Verb is Verb.Write or Verb.Run && lead.IsLeading && !IsAtEdge(reading, name))
            {
                return new(lead.Verb, lead, name, true);
            }

            // "delete_event_tag: Remove a tag from an event", "delete_x: Move to the trash": a link goes, or nothing for good.
            if (name.Verb == Verb.Destroy && lead is { Verb: Verb.Write, IsSure: true }
                && ((lead is { IsPaired: true, Term.Text: "remove" } && Phrase.Find("irreversible", reading.Words, reading.Text) is null) || (lead.Term!.Text is "move" && reading.OpeningHas("trash") && Phrase.Find("irreversible", reading.Words, reading.Text) is null)))
            {
                return new(lead.Verb, lead, name, true);
            }

            // "delete_list: Archives a list", "delete_thread_subscription: Unsubscribe from …": the text has the exact word.
            if (name.Verb == Verb.Destroy && lead is { IsSure: true, IsLeading: true, Term.Text: "archive" or "unsubscribe" or "mute" or "unfollow" }
                && Phrase.Find("irreversible", reading.Words, reading.Text) is null)
            {
                return new(lead.Verb, lead, name, true);
            }

            // "unlike_post: Removes your like": the softer word is the exact one.
            if (name.Verb == Verb.Write && lead.Term!.Text is "remove" or "clear" or "reset" or "drop")
            {
                return new(name.Verb, name, lead, true);
            }

            // "edit_section: Finds a paragraph and …": a name that begins with changing changes.
            if (name.Verb == Verb.Write && lead.Verb == Verb.Read && IsAtEdge(reading, name))
            {
                return new(name.Verb, name, lead, true);
            }

            var worse = name.Verb >= lead.Verb ? name : lead;
            return new(worse.Verb, worse, worse == name ? lead : name, false);
        }

        // Two words that may be nouns.
        return new(name.Verb, name, lead, false);
    }

    private static bool IsThing(Reading reading, ToolAct name, ToolAct lead) =>
        name is { IsFound: true, IsSure: false, IsPaired: false, Verb: not Verb.Read } && reading.Name.Count > 1
        && name.At.Start == reading.Name[^1].Start && (lead.IsSure || ((name.Term!.Groups & Tail) != 0 && !lead.IsSure)) && !(lead.IsSure && ReferenceEquals(lead.Term, name.Term));

    private static bool IsJoined(Reading reading) => reading.Name.Exists(word => reading.OfName(word) is "and" or "then");

    private static bool IsGrave(ToolAct act) => act.IsSure && act.Term!.Text is "delete" or "remove" or "drop" or "purge" or "erase" or "wipe" or "pay" or "buy" or "sell" or "transfer" or "withdraw";

    private static bool IsAtEdge(Reading reading, ToolAct act)
    {
        var at = reading.Name.FindIndex(word => word.Start == act.At.Start);
        return at == reading.Name.Count - 1 || at == 0 || (at == 1 && (reading.IsServerWord(reading.OfName(reading.Name[0])) || (act is { IsSure: true, Verb: Verb.Write } && reading.Name[0].Term is not { Verb: > Verb.None })));
    }

    // Without a verb a name is a thing that is looked up: `ticker`, `erc1155_balanceOf`.
    private static Verb Bare(Reading reading) =>
        (reading.NameGroups & Media) != 0 && reading.Name.Exists(word => reading.OfName(word) is "to" or "generator" or "maker" or "tts") ? Verb.Run
        : TakesCommand(reading) ? Verb.Run
        : reading.SaysSomething ? Verb.Read : Verb.None;

    // "adb_shell", "vim_command": a command is handed over, and nothing says what else would become of it.
    private static bool TakesCommand(Reading reading) =>
        (reading.NameGroups & Command) != 0 && reading.ArgumentWords.Any(words => words is [{ Term.Text: "command" or "script" or "code" or "cmd" }]);

    private static bool HandsOverCode(Reading reading) =>
        reading.ArgumentWords.Any(words => words is [{ Term.Text: "command" or "script" or "code" or "cmd" or "snippet" }, ..]);

    private static bool MakesMedia(Reading reading)
    {
        // "image_generation": the noun ends the name, and no verb stands before it.
        if (reading.Name.Count is > 1 and < 5 && reading.OfName(reading.Name[^1]) is "generation" or "generator" or "gen"
            && ((reading.Name[^2].Term?.Groups ?? 0) & Media) != 0 && !reading.Name.Exists(static word => word.Term is { IsSureVerb: true }))
        {
            return true;
        }

        for (var at = 1; at < reading.Name.Count - 1; at++)
        {
            if (reading.OfName(reading.Name[at]) is "to" && ((reading.Name[at + 1].Term?.Groups ?? 0) & Media) != 0
                && reading.OfName(reading.Name[at - 1]) is "text" or "image" or "speech" or "video" or "audio" or "voice" or "prompt" or "img" or "photo")
            {
                return true;
            }
        }

        return false;
    }

    private static bool WritesFile(Reading reading)
    {
        foreach (var words in reading.ArgumentWords)
        {
            GroupSet groups = 0;
            foreach (var word in words)
            {
                groups |= word.Term?.Groups ?? 0;
            }

            if ((groups & OutPath) != 0 && (groups & PathWord) != 0)
            {
                return true;
            }
        }

        return Phrase.Find("tofile", reading.Words, reading.Text) is not null;
    }
}
