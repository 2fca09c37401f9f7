using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary>One reason why a level is what it is. One file each; <see cref="SignalTable"/> lists them.</summary>
internal abstract class Signal
{
    /// <summary>The word of the taxonomy's table.</summary>
    public abstract string Name { get; }

    /// <summary>Where and in which words it shows; null where it does not.</summary>
    public abstract string? Evidence(Reading reading, RiskCategory category);

    /// <summary>The level with this signal.</summary>
    /// <param name="category">The category.</param>
    /// <param name="level">The level so far.</param>
    /// <param name="evidence">What was seen.</param>
    public abstract RiskLevel Move(RiskCategory category, RiskLevel level, string evidence);

    /// <summary>The higher of the two.</summary>
    protected static RiskLevel AtLeast(RiskLevel floor, RiskLevel level) => level > floor ? level : floor;

    /// <summary>The first word of the name that is in one of the groups.</summary>
    protected static string? InName(Reading reading, GroupSet groups)
    {
        foreach (var token in reading.Name)
        {
            if (((token.Term?.Groups ?? 0) & groups) != 0)
            {
                return $"name: {reading.Tool.Name.AsSpan(token.Start, token.Length)}";
            }
        }

        return null;
    }

    /// <summary>The first word of the name, or of the description's opening, that is in one of the groups.</summary>
    protected static string? InOpening(Reading reading, GroupSet groups)
    {
        if (InName(reading, groups) is { } named)
        {
            return named;
        }

        foreach (var token in reading.Opening)
        {
            if (!token.IsDenied && ((token.Term?.Groups ?? 0) & groups) != 0)
            {
                return $"description: {reading.Text.AsSpan(token.Start, token.Length)}";
            }
        }

        return null;
    }

    /// <summary>A phrase of the description.</summary>
    protected static string? Said(Reading reading, string signal) =>
        Phrase.Find(signal, reading.Words, reading.Text) is { } words ? $"description: {words}" : null;

    /// <summary>The bits of groups.</summary>
    protected static GroupSet Groups(params ReadOnlySpan<string> names)
    {
        GroupSet bits = 0;
        foreach (var name in names)
        {
            bits |= WordTable.Instance.Group(name);
        }

        return bits;
    }
}
