namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Regular expressions from a small grammar that both sides know.</summary>
internal static class PatternText
{
    private static readonly string[] Atoms =
        ["a", "b", "x", "@", "\\.", ".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "[a-c]", "[^a]", "[\\d_]", "é", "k", "s", "[k-s]", "1"];

    private static readonly string[] Repeats = ["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "+?"];

    public static string Any(Dice dice) =>
        (dice.Chance(20) ? "(?i)" : "") + (dice.Chance(25) ? "^" : "") + Choice(dice, 2) + (dice.Chance(25) ? "$" : "");

    private static string Choice(Dice dice, int depth) =>
        string.Join('|', dice.Many(1, dice.Chance(15) ? 2 : 1, _ => Sequence(dice, depth)));

    private static string Sequence(Dice dice, int depth) =>
        string.Concat(dice.Many(1, 3, _ => Atom(dice, depth) + (dice.Chance(30) ? dice.Of(Repeats) : "")));

    private static string Atom(Dice dice, int depth) =>
        depth > 0 && dice.Chance(15) ? $"({(dice.Chance(50) ? "?:" : "")}{Choice(dice, depth - 1)})" : dice.Of(Atoms);
}
