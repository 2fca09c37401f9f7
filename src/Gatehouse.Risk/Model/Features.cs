using Gatehouse.Risk.Actions;
using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Model;

/// <summary>What the model looks at: words of name, opening and arguments, and what the rules made of them.</summary>
internal static class Features
{
    private const int OpeningWords = 14;

    /// <summary>The features of a definition, each once or more.</summary>
    public static void Collect(Reading reading, Decision decision, List<string> into)
    {
        into.Add("bias");
        into.Add($"rule={decision.Verb}{(decision.IsSure ? "!" : "?")}");
        into.Add($"act={decision.Act.Term?.Text}");
        if (decision.Other.IsFound)
        {
            into.Add($"lost={decision.Other.Verb}");
            into.Add($"lost={decision.Other.Term!.Text}");
        }

        if (reading.Words.Count == 0)
        {
            into.Add("untold");
        }

        AddName(reading, into);
        AddOpening(reading, into);
        foreach (var word in reading.Arguments)
        {
            if (word.Term is { } term)
            {
                into.Add("arg=" + term.Text);
            }
        }

        AddGroups("in", reading.NameGroups, into);
        AddGroups("at", reading.ServerNameGroups, into);
    }

    private static void AddName(Reading reading, List<string> into)
    {
        var before = "^";
        foreach (var word in reading.Name)
        {
            var text = word.Term?.Text ?? reading.OfName(word).ToString();
            if (reading.IsServerWord(reading.OfName(word)))
            {
                continue;
            }

            into.Add("name=" + text);
            into.Add($"name={before} {text}");
            before = text;
        }

        into.Add($"name={before} $");
    }

    private static void AddOpening(Reading reading, List<string> into)
    {
        foreach (var word in reading.Words.Take(OpeningWords))
        {
            if (word.Sentence <= 1 && !word.IsDenied)
            {
                into.Add("says=" + (word.Term?.Text ?? reading.OfText(word).ToString()));
            }
        }
    }

    private static void AddGroups(string where, GroupSet groups, List<string> into)
    {
        foreach (var (name, bit) in WordTable.Instance.Groups)
        {
            if ((groups & bit) != 0)
            {
                into.Add($"{where}={name}");
            }
        }
    }
}
