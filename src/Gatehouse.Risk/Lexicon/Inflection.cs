namespace Gatehouse.Risk.Lexicon;

/// <summary>The forms of an English word, made by rule. Nonsense forms do no harm: nobody writes them.</summary>
internal static class Inflection
{
    private static readonly Dictionary<string, string[]> Irregular = new(StringComparer.Ordinal)
    {
        ["get"] = ["gets", "got", "getting", "gotten"],
        ["find"] = ["finds", "found", "finding"],
        ["send"] = ["sends", "sent", "sending"],
        ["buy"] = ["buys", "bought", "buying"],
        ["sell"] = ["sells", "sold", "selling"],
        ["pay"] = ["pays", "paid", "paying"],
        ["run"] = ["runs", "ran", "running"],
        ["write"] = ["writes", "wrote", "written", "writing"],
        ["make"] = ["makes", "made", "making"],
        ["withdraw"] = ["withdraws", "withdrew", "withdrawing"],
        ["build"] = ["builds", "built", "building"],
        ["is"] = [],
        ["has"] = [],
        ["are"] = [],
        ["does"] = [],
        ["gives"] = [],
        ["news"] = [],
        ["status"] = ["statuses"],
        ["address"] = ["addresses"],
    };

    /// <summary>The word itself and every other form of it.</summary>
    public static IEnumerable<string> Of(string word)
    {
        yield return word;
        if (word.Any(letter => letter > 127) || word.Length < 3)
        {
            yield break;
        }

        foreach (var form in Irregular.GetValueOrDefault(word) ?? Regular(word))
        {
            yield return form;
        }
    }

    private static IEnumerable<string> Regular(string word)
    {
        var last = word[^1];
        if (last == 'e')
        {
            return [word + "s", word + "d", word[..^1] + "ing"];
        }

        if (last == 'y' && !IsVowel(word[^2]))
        {
            return [word[..^1] + "ies", word[..^1] + "ied", word + "ing"];
        }

        if (last is 's' or 'x' or 'z' || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal))
        {
            return [word + "es", word + "ed", word + "ing"];
        }

        // stop, stopping; cancel, cancelling: both spellings of the doubled letter.
        return !IsVowel(last) && IsVowel(word[^2]) && last is not ('w' or 'x' or 'y')
            ? [word + "s", word + "ed", word + "ing", word + last + "ed", word + last + "ing"]
            : [word + "s", word + "ed", word + "ing"];
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
