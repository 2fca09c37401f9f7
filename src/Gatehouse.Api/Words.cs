using System.Collections.Frozen;
using System.Text;

namespace Gatehouse.Api;

/// <summary>Enums as the API writes them: one snake_case word each, and no other spelling, no number.</summary>
/// <typeparam name="T">An enum without flags.</typeparam>
public static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> _words =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Snake(value.ToString()));

    private static readonly FrozenDictionary<string, T> _values =
        _words.ToFrozenDictionary(entry => entry.Value, entry => entry.Key, StringComparer.Ordinal);

    /// <summary>Every word, in the order of the enum.</summary>
    public static IEnumerable<string> All => Enum.GetValues<T>().Select(Of);

    /// <summary>The word of a value.</summary>
    public static string Of(T value) => _words[value];

    /// <summary>The value of a word; null for any other text.</summary>
    public static T? Find(string? word) => word is not null && _values.TryGetValue(word, out var value) ? value : null;

    private static string Snake(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
            {
                word.Append('_');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
