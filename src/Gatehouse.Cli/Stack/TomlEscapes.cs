using System.Globalization;
using System.Text;

namespace Gatehouse.Cli.Stack;

/// <summary>The escapes of TOML's basic strings.</summary>
internal static class TomlEscapes
{
    /// <summary>The text meant.</summary>
    /// <exception cref="FormatException">An escape that there is not.</exception>
    public static string Read(string written)
    {
        if (!written.Contains('\\', StringComparison.Ordinal))
        {
            return written;
        }

        var text = new StringBuilder(written.Length);
        for (var at = 0; at < written.Length; at++)
        {
            if (written[at] != '\\' || at + 1 == written.Length)
            {
                text.Append(written[at]);
                continue;
            }

            var sign = written[++at];
            if (sign is 'u' or 'U')
            {
                var length = sign == 'u' ? 4 : 8;
                text.Append(Rune(written.AsSpan(at + 1), length).ToString());
                at += length;
            }
            else if (sign is '\n' or '\r' or ' ' or '\t')
            {
                // A backslash at the end of a line: what follows begins with its first sign.
                while (at + 1 < written.Length && written[at + 1] is ' ' or '\t' or '\n' or '\r')
                {
                    at++;
                }
            }
            else
            {
                text.Append(Plain(sign));
            }
        }

        return text.ToString();
    }

    private static char Plain(char sign) => sign switch
    {
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'f' => '\f',
        'r' => '\r',
        'e' => '\e',
        '"' or '\\' => sign,
        _ => throw new FormatException("there is no such escape"),
    };

    private static Rune Rune(ReadOnlySpan<char> digits, int length) =>
        digits.Length >= length && int.TryParse(digits[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && System.Text.Rune.IsValid(value)
            ? new Rune(value)
            : throw new FormatException("there is no such escape");
}
