using System.Collections.Immutable;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Lists of names and patterns: <c>hide</c>, <c>resources</c>, <c>prompts</c>, <c>outside</c>.</summary>
internal sealed class PatternReading(FindingSink sink, ValueReading values, Places places)
{
    /// <summary>Longest name or pattern, in characters.</summary>
    public const int PatternCap = 1_024;

    private const int ListCap = 1_000;

    /// <summary>The patterns; null where the member is not written.</summary>
    public ImmutableArray<NamePattern>? Read(JsonValue? value)
    {
        if (value is null)
        {
            return null;
        }

        var patterns = ImmutableArray.CreateBuilder<NamePattern>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in values.Items(value, ListCap))
        {
            if (values.Text(item, PatternCap) is not { } text)
            {
                continue;
            }

            if (!seen.Add(text))
            {
                sink.Add(FindingCode.PatternRepeated, item, $"{Quote.Text(text)} stands in this list already",
                    "leave one out");
                continue;
            }

            var pattern = new NamePattern(text);
            places.Set(pattern, item);
            patterns.Add(pattern);
        }

        return patterns.ToImmutable();
    }
}
