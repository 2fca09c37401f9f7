using System.Collections.Frozen;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>What a page says was done just now. Addresses carry the word alone, so nobody can make a page say something else.</summary>
internal static class SaidTable
{
    private static readonly FrozenDictionary<string, string> _sentences = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["signed-out"] = "You are signed out.",
        ["set-up"] = "Your organisation is set up. Sign in to begin.",
        ["joined"] = "You belong to the organisation now. Sign in to begin.",
        ["password-set"] = "Your password is set. Sign in with it.",
        ["saved"] = "Saved.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Has(string word) => _sentences.ContainsKey(word);

    public static string? Find(string? word) => word is null ? null : _sentences.GetValueOrDefault(word);
}
