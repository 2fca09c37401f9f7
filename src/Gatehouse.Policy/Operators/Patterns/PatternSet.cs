using System.Text;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>The members of a character class, written for .NET.</summary>
internal sealed class PatternSet
{
    // .NET's own table for (?i) has U+212A beside K and k, but not the long s beside S and s, which Unicode has.
    private const char LongS = 'ſ';

    private readonly StringBuilder members = new();
    private int count;

    /// <summary>Whether one plain character is all there is.</summary>
    public bool IsSingle => count == 1;

    /// <summary>Adds a range, and under <c>(?i)</c> what .NET would miss.</summary>
    public void Add(char low, char high, PatternFlags flags)
    {
        AddRange(low, high);
        if (!flags.IgnoreCase)
            return;
        if (Covers(low, high, 's') || Covers(low, high, 'S'))
            AddRange(LongS, LongS);
        if (Covers(low, high, LongS))
            AddRange('s', 's');
    }

    /// <summary>Adds members that are written already.</summary>
    public void AddText(string text)
    {
        members.Append(text);
        count += 2;
    }

    public override string ToString() => members.ToString();

    private void AddRange(char low, char high)
    {
        members.Append(PatternTranslator.Code(low));
        if (high > low)
            members.Append('-').Append(PatternTranslator.Code(high));
        count += high > low ? 2 : 1;
    }

    private static bool Covers(char low, char high, char character) => low <= character && character <= high;
}
