using System.Numerics;

namespace Gatehouse.Risk.Model;

/// <summary>Numbers of features: weights are found without making the feature's text.</summary>
internal static class FeatureHash
{
    /// <summary>Of the empty word.</summary>
    public const ulong Empty = 14695981039346656037;

    private const ulong Prime = 1099511628211;
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>Of one word: FNV-1a over its UTF-16 units.</summary>
    public static ulong Word(ReadOnlySpan<char> text)
    {
        var hash = Empty;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * Prime;
        }

        return hash;
    }

    /// <summary>Of <c>kind=word</c>.</summary>
    public static ulong Of(ulong kind, ulong word) => Mix(kind, word);

    /// <summary>Of <c>kind=first second</c>.</summary>
    public static ulong Of(ulong kind, ulong first, ulong second) => Mix(Mix(kind, first), second);

    /// <summary>Of a feature's text.</summary>
    public static ulong Of(ReadOnlySpan<char> feature)
    {
        var equals = feature.IndexOf('=');
        var kind = Word(feature[..equals]);
        var words = feature[(equals + 1)..];
        var space = words.IndexOf(' ');
        return space < 0 ? Of(kind, Word(words)) : Of(kind, Word(words[..space]), Word(words[(space + 1)..]));
    }

    private static ulong Mix(ulong one, ulong other)
    {
        var mixed = (BitOperations.RotateLeft(one, 25) ^ other) * Odd;
        return mixed ^ (mixed >> 32);
    }
}
