using System.Text;
using CsCheck;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>Random JSON texts: mostly sound, with every spelling that JSON allows, and mutated ones.</summary>
internal static class JsonGen
{
    private static readonly string[] _names =
        ["a", "b", "A", "\\u0061", "name", "\u017f", "k\\n", "\u00e9", "\\u00e9", "", "\\ud83d\\ude00", "\ud83d\ude00"];

    private static readonly string[] _scalars =
    [
        "1", "-0", "0.1", "1e400", "9007199254740993", "-12.50E+3", "true", "false", "null", "\"\"", "\"x\"",
        "\"\\u0000\\n\"", "\"\u00e9\\u00e9\"", "\"\\ud83d\\ude00\"", "\"a b\\\\\\\"\"", "\"\u2028\"",
    ];

    private static readonly string[] _flaws =
        ["01", "1.", "\"\\ud800\"", "\"\\x\"", "NaN", "\"a", ",", "}", "/**/1", "\"\\udc00\\ud800\"", "'a'", "+1", "tru"];

    private static readonly string[] _blanks = ["", "", "", " ", "\n", "\t \r"];

    /// <summary>A text that may hold duplicates and now and then a flaw.</summary>
    public static readonly Gen<string> Text = Gen.Int.Select(seed => Write(new Random(seed), flaws: true));

    /// <summary>A text without flaws and without duplicates.</summary>
    public static readonly Gen<string> Sound = Gen.Int.Select(seed => Write(new Random(seed), flaws: false));

    /// <summary>Bytes that were JSON until some of them were changed.</summary>
    public static readonly Gen<byte[]> Mutated = Gen.Int.Select(seed => Make(new Random(seed), mutate: true));

    /// <summary>The bytes of a sound text, or of one that was sound until some of them were changed.</summary>
    public static byte[] Make(Random random, bool mutate)
    {
        var bytes = Encoding.UTF8.GetBytes(Write(random, flaws: false));
        for (var i = mutate ? random.Next(3) : -1; i >= 0 && bytes.Length > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = (byte)"{}[]\",:\\u0eE.-+ \n"[random.Next(17)];
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[(at + 1)..]];
                    break;
                default:
                    bytes = [.. bytes[..at], bytes[random.Next(bytes.Length)], .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    private static string Write(Random random, bool flaws)
    {
        var text = new StringBuilder();
        Value(text, random, depth: 0, flaws);
        return text.ToString();
    }

    private static void Value(StringBuilder text, Random random, int depth, bool flaws)
    {
        text.Append(_blanks[random.Next(_blanks.Length)]);
        var kind = random.Next(depth > 4 ? 1 : 4);
        if (flaws && random.Next(40) == 0)
        {
            text.Append(_flaws[random.Next(_flaws.Length)]);
        }
        else if (kind <= 1 && depth > 0)
        {
            text.Append(_scalars[random.Next(_scalars.Length)]);
        }
        else
        {
            Container(text, random, depth, flaws, isObject: kind != 3);
        }

        text.Append(_blanks[random.Next(_blanks.Length)]);
    }

    private static void Container(StringBuilder text, Random random, int depth, bool flaws, bool isObject)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        text.Append(isObject ? '{' : '[');
        var separator = "";
        for (var i = random.Next(5); i > 0; i--)
        {
            var name = _names[random.Next(_names.Length)];
            if (isObject && !seen.Add(Canonical(name)) && !(flaws && random.Next(4) == 0))
            {
                continue;
            }

            text.Append(separator);
            if (isObject)
            {
                text.Append(_blanks[random.Next(_blanks.Length)]).Append('"').Append(name).Append('"');
                text.Append(_blanks[random.Next(_blanks.Length)]).Append(':');
            }

            Value(text, random, depth + 1, flaws);
            separator = ",";
        }

        text.Append(isObject ? '}' : ']');
    }

    private static string Canonical(string name) => name
        .Replace("\\u0061", "a", StringComparison.Ordinal)
        .Replace("\\u00e9", "\u00e9", StringComparison.Ordinal)
        .Replace("\\ud83d\\ude00", "\ud83d\ude00", StringComparison.Ordinal);
}
