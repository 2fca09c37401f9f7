using System.Text.RegularExpressions;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Whether nobody typed a word: a key, or an id that may be one.</summary>
/// <remarks><c>strip.mjs</c> is its twin in the browser: both give the same answer for every word.</remarks>
internal static partial class KeyShape
{
    /// <summary>What is shown instead.</summary>
    public const string Cover = "***";

    /// <summary>Whether a word looks like a key. Paths and packages are cut into their parts before.</summary>
    public static bool Fits(string word)
    {
        var hasDigit = word.Any(char.IsAsciiDigit);

        // Behind the prefix of a key names of packages go on, too (`sk-learn-mcp`): those are of small letters alone.
        return (KnownPrefix().IsMatch(word) && (hasDigit || word.Any(char.IsAsciiLetterUpper)))
            || (hasDigit && word.Any(char.IsAsciiLetter) && (HasLongRun(word) || RandomShape().IsMatch(word)));
    }

    /// <summary>A path with the parts covered that look like keys.</summary>
    public static string Covered(string path) => string.Join('/', path.Split('/').Select(static part => Fits(part) ? Cover : part));

    /// <summary>An address without user, password, query values, fragment, and the parts of its path that look like keys.</summary>
    /// <remarks>Covered as a whole where it is no http address.</remarks>
    public static string Address(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return Cover;
        }

        var query = url.Query.Length < 2 ? ""
            : "?" + string.Join('&', url.Query[1..].Split('&').Select(static pair => pair.Split('=', 2) is [var name, _] ? $"{name}={Cover}" : Cover));
        return $"{url.Scheme}://{(url.UserInfo.Length > 0 ? Cover + "@" : "")}{url.Authority}{Covered(url.AbsolutePath)}{query}";
    }

    // One long word of a name has no digit in it (`modelcontextprotocol-mcp2`).
    private static bool HasLongRun(string word)
    {
        foreach (var run in LongRun().EnumerateMatches(word))
        {
            if (word.AsSpan(run.Index, run.Length).ContainsAnyInRange('0', '9'))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"\A((sk|pk|rk)[-_]|gh[oprsu]_|github_pat_|glpat-|xox[abprs]-|AKIA|AIza|eyJ|npm_|hf_|pat_|key_|ntn_|secret_|lin_api_)[-_A-Za-z0-9.]{8,}\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KnownPrefix();

    [GeneratedRegex("[A-Za-z0-9]{20,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongRun();

    [GeneratedRegex(@"\A[A-Za-z0-9_\-+=]{28,}\z", RegexOptions.NonBacktracking)]
    private static partial Regex RandomShape();
}
