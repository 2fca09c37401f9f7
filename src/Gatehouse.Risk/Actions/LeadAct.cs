using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>The verb that a description leads with: "Deletes …", "Tool to delete …", "Use this to delete …".</summary>
internal static class LeadAct
{
    private const int Reach = 26;

    /// <summary>The lead of the description, or of the title where there is no description.</summary>
    /// <param name="reading">The definition.</param>
    /// <param name="names">The verbs of the name: a description that begins with the same word means the same.</param>
    public static ToolAct Find(Reading reading, List<ToolAct> names)
    {
        var fromText = Find(reading, reading.Words, reading.FoldedText, names);
        return fromText.IsFound ? fromText : Find(reading, reading.Title, reading.FoldedTitle, names);
    }

    private static ToolAct Find(Reading reading, List<Token> words, string text, List<ToolAct> names)
    {
        if (words.Count == 0)
        {
            return default;
        }

        if (IsVerbLast(text))
        {
            return LastOfSentence(words);
        }

        ToolAct vague = default;
        var isOpening = true;
        var isAfterLight = false;
        for (var at = 0; at < words.Count && at < Reach; at++)
        {
            var token = words[at];
            var word = text.AsSpan(token.Start, token.Length);
            if (token.IsFirst)
            {
                isOpening = true;
                isAfterLight = false;
            }

            isAfterLight |= token.Term?.Verb == Verb.Light;
            if (token.Sentence > 2 || EndsLead(word))
            {
                break;
            }

            // "[Requires Login] Post …", "(deprecated) Creates …": a remark before the sentence.
            if (token.Sentence == 0 && IsInRemark(text, token.Start))
            {
                isOpening = true;
                continue;
            }

            if (token.IsDenied || IsFiller(word) || IsAboutCall(words, text, at) || token.Term?.Verb == Verb.Light)
            {
                continue;
            }

            if (token.Term is { Verb: > Verb.Light } term)
            {
                if (isOpening && IsBaseOrThird(word, term)
                    && (!term.IsVague || !isAfterLight) && (!term.IsVague || names.Exists(act => ReferenceEquals(act.Term, term)) || IsFollowedByObject(words, text, at)))
                {
                    return Joined(reading, words, text, at, names.Exists(act => act.IsSure) && !HasOperation(reading));
                }

                // Further on, only after "to", "that", "for …ing" or as "…s" of a sure verb.
                if (!term.IsVague && IsLinked(words, text, at))
                {
                    return new ToolAct(term.Verb, term, token, true, From: "description");
                }

                vague = vague.IsFound || term is { IsVague: true, Verb: not Verb.Read } ? vague : new ToolAct(term.Verb, term, token, false, From: "description");
            }

            isOpening = isOpening && token.Term is { Verb: Verb.Light };
        }

        return vague;
    }

    private static bool HasOperation(Reading reading) => reading.Arguments.Exists(word => word.Term?.Text is "operation" or "action");

    // "Run this tool at the start", "Make a POST request to": about the call, not about what it does.
    private static bool IsAboutCall(List<Token> words, string text, int at)
    {
        if (at + 1 >= words.Count)
        {
            return false;
        }

        var next = text.AsSpan(words[at + 1].Start, words[at + 1].Length);
        return next is "this" or "when" or "it" or "before" && text.AsSpan(words[at].Start, words[at].Length) is "run" or "call" or "use" or "invoke" or "execute"
            || at > 0 && text.AsSpan(words[at].Start, words[at].Length) is "request" && text.AsSpan(words[at - 1].Start, words[at - 1].Length) is "post" or "put" or "get"
            || next is "request" && text.AsSpan(words[at].Start, words[at].Length) is "post" or "put";
    }

    // "Create, update or delete": the worst of those that are joined, where the name does not say which.
    private static ToolAct Joined(Reading reading, List<Token> words, string text, int at, bool isNamed)
    {
        var worst = new ToolAct(words[at].Term!.Verb, words[at].Term, words[at], true, IsLeading: true, From: "description");
        if (isNamed)
        {
            return worst;
        }

        worst = Pairs.Apply(reading, worst);

        for (var next = at + 1; next < words.Count && words[next].Sentence == words[at].Sentence; next++)
        {
            var gap = text.AsSpan(words[next - 1].Start + words[next - 1].Length, words[next].Start - words[next - 1].Start - words[next - 1].Length);
            var word = text.AsSpan(words[next].Start, words[next].Length);
            if (word is "or" or "and")
            {
                continue;
            }

            var before = text.AsSpan(words[next - 1].Start, words[next - 1].Length);
            if (words[next].Term is not { IsSureVerb: true } term || !IsBaseOrThird(word, term)
                || !(before is "or" or "and" || gap.IndexOfAny(',', '/') >= 0))
            {
                break;
            }

            worst = ManyActs.Worse(worst, Pairs.Apply(reading, new ToolAct(term.Verb, term, words[next], true, IsLeading: true, From: "description")));
        }

        return worst;
    }

    private static bool IsInRemark(string text, int at)
    {
        var opens = text.AsSpan().TrimStart();
        if (opens.Length == 0 || opens[0] is not ('[' or '(' or '<'))
        {
            return false;
        }

        var end = text.AsSpan().IndexOf(opens[0] switch { '[' => ']', '(' => ')', _ => '>' });
        return end > at;
    }

    // Japanese and Korean put it last.
    private static bool IsVerbLast(string text)
    {
        var compact = 0;
        var other = 0;
        for (var at = 0; at < text.Length && at < 120; at++)
        {
            compact += text[at] is (>= '\u3040' and <= '\u30ff') or (>= '\uac00' and <= '\ud7af') ? 1 : 0;
            other += char.IsAsciiLetter(text[at]) ? 1 : 0;
        }

        return compact > 0 && compact * 3 > other;
    }

    private static ToolAct LastOfSentence(List<Token> words)
    {
        ToolAct last = default;
        foreach (var token in words)
        {
            if (token.Sentence > words[0].Sentence && last.IsFound)
            {
                break;
            }

            if (!token.IsDenied && token.Term is { Verb: > Verb.Light } term)
            {
                last = new ToolAct(term.Verb, term, token, !term.IsVague, From: "description");
            }
        }

        return last;
    }

    private static bool IsBaseOrThird(ReadOnlySpan<char> word, Term term) =>
        word.SequenceEqual(term.Text) || word[0] > 127
        || (!word.EndsWith("ing", StringComparison.Ordinal) && !word.EndsWith("ed", StringComparison.Ordinal));

    // "Query the table" acts, "Query parameters" does not; "Order book of a pair" does not.
    private static bool IsFollowedByObject(List<Token> words, string text, int at)
    {
        if (at + 1 >= words.Count || words[at + 1].Sentence != words[at].Sentence)
        {
            return true;
        }

        var word = text.AsSpan(words[at].Start, words[at].Length);
        var next = text.AsSpan(words[at + 1].Start, words[at + 1].Length);
        return word[^1] == 's' || next is "a" or "an" or "the" or "all" or "one" or "this" or "your" or "multiple" or "specific" or "any" or "each"
            or "existing" or "new" or "up" or "for" or "in" or "with" or "by" or "whether" or "if" or "out" or "through" or "on" or "to" or "from"
            or "several" or "an" or "every" or "some" or "current" or "into" or "as" or "it" or "its" or "their" or "and" or "or" or "text"
            or "file" or "files" or "data";
    }

    private static bool IsLinked(List<Token> words, string text, int at)
    {
        if (at == 0)
        {
            return true;
        }

        var before = text.AsSpan(words[at - 1].Start, words[at - 1].Length);
        var word = text.AsSpan(words[at].Start, words[at].Length);
        return before is "to" or "that" or "which" or "can" or "will" or "for" or "by" or "and" or "endpoint" or "tool" or "function" or "method"
            or "you" or "should" or "api" or "it" or "lets" or "would"
            || word[^1] == 's' && !word.SequenceEqual(words[at].Term!.Text) && words[at].Sentence == 0
            || word[0] > 127;
    }

    // What comes now is arguments and results.
    private static bool EndsLead(ReadOnlySpan<char> word) => word is "args" or "arguments" or "parameters" or "params" or "returns:" or "example" or "examples";

    private static bool IsFiller(ReadOnlySpan<char> word) => word is
        "tool" or "this" or "the" or "a" or "an" or "use" or "used" or "using" or "to" or "it" or "allows" or "allow" or "you" or "lets" or "let" or "helps"
        or "help" or "enables" or "enable" or "endpoint" or "api" or "function" or "method" or "for" or "will" or "can" or "that" or "which" or "be" or "is"
        or "simply" or "quickly" or "permanently" or "easily" or "automatically" or "safely" or "securely" or "recursively" or "temporarily" or "manually"
        or "required" or "important" or "requires" or "please" or "mcp" or "rpc" or "users" or "user" or "and" or "or" or "name" or "description" or "purpose"
        or "when" or "provides" or "provide" or "ability" or "efficiently" or "directly" or "intelligently" or "immediately" or "force" or "bulk" or "batch"
        or "asynchronously" or "synchronously" or "programmatically" or "atomically" or "completely" or "your" or "server" or "must" or "first" or "always"
        or "advanced" or "async" or "attempts" or "attempt" or "try" or "tries" or "operation" or "command" or "one" or "of" or "then" or "just" or "only" or "accepts" or "takes" or "make" or "makes" or "making";
}
