using System.Collections.Immutable;
using Gatehouse.Risk.Signals;

namespace Gatehouse.Risk;

/// <summary>Categories, levels and signals as the policy language writes them: in lower case.</summary>
public static class RiskWords
{
    /// <summary>The word of every signal, in the order of the signal table.</summary>
    public static ImmutableArray<string> Signals { get; } = [.. SignalTable.All.Select(static signal => signal.Name)];

    /// <summary>The word of a category: <c>read</c> <c>write</c> <c>execute</c> <c>destructive</c> <c>financial</c> <c>other</c>.</summary>
    public static string Word(this RiskCategory category) => category switch
    {
        RiskCategory.Read => "read",
        RiskCategory.Write => "write",
        RiskCategory.Execute => "execute",
        RiskCategory.Destructive => "destructive",
        RiskCategory.Financial => "financial",
        _ => "other",
    };

    /// <summary>The word of a level: <c>low</c> <c>medium</c> <c>high</c> <c>critical</c>.</summary>
    public static string Word(this RiskLevel level) => level switch
    {
        RiskLevel.Low => "low",
        RiskLevel.Medium => "medium",
        RiskLevel.High => "high",
        _ => "critical",
    };

    /// <summary>The category of a word in any letter case; null for another word.</summary>
    public static RiskCategory? Category(string? word) =>
        Enum.TryParse<RiskCategory>(word, ignoreCase: true, out var category) && char.IsAsciiLetter(word![0]) ? category : null;

    /// <summary>The level of a word in any letter case; null for another word.</summary>
    public static RiskLevel? Level(string? word) =>
        Enum.TryParse<RiskLevel>(word, ignoreCase: true, out var level) && char.IsAsciiLetter(word![0]) ? level : null;
}
