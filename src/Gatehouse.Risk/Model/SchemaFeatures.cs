using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Model;

/// <summary>What the model looks at besides the words of name and description: the arguments, and who serves the tool.</summary>
internal static class SchemaFeatures
{
    private const int NamedArguments = 12;
    private const int ToldArguments = 8;
    private const int Words = 8;
    private const int Choices = 12;
    private const int LongestWord = 32;

    private static readonly Kind Server = new("server"), Argument = new("argument"), Told = new("told"), Choice = new("choice");

    /// <summary>Arguments by their whole names, the first words of what is said of them, and what may be chosen.</summary>
    public static void Collect<TSink>(Reading reading, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        foreach (var word in reading.ServerWords)
        {
            into.Add(Server, Spelling.Of(word));
        }

        var arguments = reading.Tool.Arguments;
        for (var at = 0; at < arguments.Length && at < NamedArguments; at++)
        {
            if (IsPlain(reading.OfArgument(at)))
            {
                into.Add(Argument, Spelling.Of(reading.OfArgument(at)));
            }

            if (at < ToldArguments)
            {
                AddWords(Told, arguments[at].Description, ref into);
            }

            for (var choice = 0; choice < arguments[at].Choices.Length && choice < Choices; choice++)
            {
                AddWords(Choice, arguments[at].Choices[choice], ref into);
            }
        }
    }

    // A feature is one word, or two with a space between.
    private static bool IsPlain(string name)
    {
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= LongestWord;
    }

    // The first words as they are written, but for capitals and accents.
    private static void AddWords<TSink>(Kind kind, string text, ref TSink into)
        where TSink : struct, IFeatureSink
    {
        Span<char> word = stackalloc char[LongestWord];
        var (length, left) = (0, Words);
        for (var at = 0; at <= text.Length && left > 0; at++)
        {
            if (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                if (length < LongestWord)
                {
                    word[length++] = Folding.Fold(text[at]);
                }
            }
            else if (length > 0)
            {
                into.Add(kind, Spelling.Of(word[..length]));
                length = 0;
                left--;
            }
        }
    }
}
