using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>Tools that take their operation as an argument: the worst of the operations counts.</summary>
internal static class ManyActs
{
    // How many words of a description may list operations.
    private const int Reach = 160;

    private static readonly GroupSet Crypto = WordTable.Instance.Group("in_crypto");

    /// <summary>The worst operation, or nothing where the tool does one thing only.</summary>
    public static ToolAct Find(Reading reading)
    {
        var worst = Worse(OfChoices(reading), OfCommand(reading));
        return IsManaging(reading) ? Worse(worst, OfText(reading)) : worst;
    }

    /// <summary>The worse of two acts.</summary>
    public static ToolAct Worse(ToolAct one, ToolAct other) => other.Verb > one.Verb ? other : one;

    private static ToolAct OfChoices(Reading reading)
    {
        ToolAct worst = default;
        for (var at = 0; at < reading.ArgumentWords.Length; at++)
        {
            // What a raw request may use is judged by Requests.
            if (reading.ArgumentWords[at] is [{ Term.Text: "method" }] && Requests.IsRequest(reading))
            {
                continue;
            }

            if (!reading.ArgumentWords[at].Any(word => word.Term?.Text is "action" or "operation" or "method" or "command" or "verb" or "subcommand" or "mode"))
            {
                continue;
            }

            foreach (var choice in reading.Tool.Arguments[at].Choices)
            {
                worst = Worse(worst, OfChoice(choice));
            }
        }

        return worst;
    }

    private static ToolAct OfChoice(string choice)
    {
        var words = new List<Token>();
        NameWords.Read(choice, Folding.Fold(choice), words);
        foreach (var word in words)
        {
            if (word.Term is { IsSureVerb: true } term)
            {
                return new ToolAct(term.Verb, term, word, true, From: "arguments");
            }
        }

        return default;
    }

    // Whoever hands over any command of a chain's client can spend, where its commands send transactions.
    private static ToolAct OfCommand(Reading reading)
    {
        if ((reading.DomainGroups & Crypto) == 0 || !reading.ArgumentWords.Any(words => words is [{ Term.Text: "command" }]))
        {
            return default;
        }

        var at = reading.Words.FindIndex(word => word is { IsDenied: false, Term.Text: "send" });
        return at >= 0 && reading.Words.Exists(word => word is { IsDenied: false, Term.Text: "transaction" })
            ? new ToolAct(Verb.Money, reading.Words[at].Term, reading.Words[at], true, IsPaired: true, From: "description")
            : default;
    }

    // "manage_x", "x_actions", and a name without any verb beside an argument that says what to do.
    private static bool IsManaging(Reading reading)
    {
        var hasVerb = reading.Name.Exists(word => word.Term is { IsSureVerb: true });
        if (reading.Name.Exists(word => word.Term?.Text is "manage" or "administer" or "crud" && (!hasVerb || reading.OfName(word) is "manage")))
        {
            return true;
        }

        return !hasVerb && (ListsOperations(reading) || reading.Arguments.Exists(word => word.Term?.Text is "action" or "operation")
            || reading.OpeningBegins("manage")
            || (reading.OpeningHas("operation") && reading.OpeningBegins("perform", "various", "manage", "handle")));
    }

    // "Webhook management - create, update, delete webhooks": three verbs in a row.
    private static bool ListsOperations(Reading reading)
    {
        var row = 0;
        foreach (var word in reading.Opening)
        {
            if (reading.OfText(word) is "and" or "or")
            {
                continue;
            }

            if (word.Sentence > 0)
            {
                return false;
            }

            row = word is { IsDenied: false, Term.IsSureVerb: true } && word.Length <= word.Term.Text.Length + 1 ? row + 1 : 0;
            if (row == 3)
            {
                return true;
            }
        }

        return false;
    }

    private static ToolAct OfText(Reading reading)
    {
        ToolAct worst = default;
        foreach (var word in reading.Words.Take(Reach))
        {
            if (!word.IsDenied && word.Term is { IsSureVerb: true } term)
            {
                worst = Worse(worst, new ToolAct(term.Verb, term, word, true, From: "description"));
            }
            else if (word is { IsDenied: false, Term.Text: "crud" })
            {
                worst = Worse(worst, new ToolAct(Verb.Destroy, word.Term, word, true, From: "description"));
            }
        }

        // What is managed is changed.
        return worst.Verb > Verb.Write || !reading.NameHas("manage") ? worst : new ToolAct(Verb.Write, WordTable.Instance.Find("manage"), default, true);
    }
}
