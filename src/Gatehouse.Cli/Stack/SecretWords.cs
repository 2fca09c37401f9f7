using System.Text.RegularExpressions;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Cli.Stack;

/// <summary>A command or an address fit to be shown: what may be a secret is covered.</summary>
internal static partial class SecretWords
{
    private const string Cover = KeyShape.Cover;

    /// <summary>The command as one line, quoted where it has to be.</summary>
    public static string Show(IReadOnlyList<string> command) =>
        string.Join(' ', command.Select((word, at) => Quoted(Shown(word, at > 0 ? command[at - 1] : ""))));

    /// <summary>An address without user, password, query values and fragment.</summary>
    public static string Show(string address) => KeyShape.Address(address);

    /// <summary>The parts of a command that are covered when it is shown.</summary>
    public static IEnumerable<string> In(IReadOnlyList<string> command)
    {
        for (var at = 0; at < command.Count; at++)
        {
            var word = command[at];
            if (Shown(word, at > 0 ? command[at - 1] : "") == word)
            {
                continue;
            }

            yield return word;
            if (word.Split('=', 2) is [_, { Length: > 0 } value])
            {
                yield return value;
            }

            if (Uri.TryCreate(word, UriKind.Absolute, out var url) && url.UserInfo.Split(':', 2) is [_, { Length: > 0 } password])
            {
                yield return Uri.UnescapeDataString(password);
            }
        }
    }

    private static string Shown(string word, string before)
    {
        // --api-key VALUE, and --header "Name: VALUE"
        if (before.StartsWith('-') && !before.Contains('=', StringComparison.Ordinal) && !word.StartsWith('-')
            && (HeaderRules.IsSecret(before) || IsPass(before)))
        {
            return Cover;
        }

        if (before is "--header" or "-H" && word.Split(':', 2) is [var header, _])
        {
            return $"{header}:{Cover}";
        }

        // --token=VALUE, KEY=VALUE
        if (word.Split('=', 2) is [var name, { Length: > 0 } value] && !name.Contains("://", StringComparison.Ordinal)
            && (HeaderRules.IsSecret(name) || IsPass(name) || LooksRandom(value)))
        {
            return $"{name}={Cover}";
        }

        // scheme://user:password@host
        if (UserPart().IsMatch(word))
        {
            return UserPart().Replace(word, $"://{Cover}@");
        }

        return LooksRandom(word) || word.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? Cover
            : word.StartsWith("http", StringComparison.Ordinal) && word.Contains("://", StringComparison.Ordinal) ? Show(word)
            : word;
    }

    private static bool IsPass(string name) => PassWord().IsMatch(name);

    // What has the signs of paths and packages is read as that: somebody typed it.
    private static bool LooksRandom(string word) => !word.AsSpan().ContainsAny("/\\@:~ ") && KeyShape.Fits(word);

    private static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAny(" \t\"'\\$&|;<>()") ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex("pass(wd|word|phrase)?$|pwd|credential|dsn$|connection.?string", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PassWord();

    [GeneratedRegex("://[^/@\\s]+@", RegexOptions.NonBacktracking)]
    private static partial Regex UserPart();
}
