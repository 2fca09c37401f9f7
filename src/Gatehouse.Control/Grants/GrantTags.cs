using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;

namespace Gatehouse.Control.Grants;

/// <summary>Tags as people write them, <c>name</c> or <c>name=value</c>, and as policies look at them.</summary>
internal static class GrantTags
{
    private const int Most = 50;
    private const int Longest = 200;

    /// <summary>What is wrong with tags, or null.</summary>
    public static Fault? Invalid(ImmutableArray<string> tags)
    {
        if (tags.Length > Most)
        {
            return ControlFaults.Invalid("tags", $"has more than {Most} items");
        }

        foreach (var tag in tags)
        {
            if (Text.Invalid("tags", tag, Longest) is { } invalid)
            {
                return invalid;
            }
        }

        return tags.Select(NameOf).Distinct(StringComparer.Ordinal).Count() == tags.Length
            ? null
            : ControlFaults.Invalid("tags", "names one twice");
    }

    /// <summary>As policies look at them: a tag without a value has an empty one.</summary>
    public static FrozenDictionary<string, string> Facts(IEnumerable<string> tags) => tags
        .DistinctBy(NameOf, StringComparer.Ordinal)
        .ToFrozenDictionary(NameOf, tag => tag.Contains('=', StringComparison.Ordinal) ? tag[(tag.IndexOf('=', StringComparison.Ordinal) + 1)..] : "", StringComparer.Ordinal);

    private static string NameOf(string tag) => tag.Split('=', 2)[0];
}
