using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>bulk</c>: name or description stress that it acts on many or on all.</summary>
internal sealed class BulkSignal : Signal
{
    private static readonly GroupSet Many = Groups("in_bulk");

    public override string Name => "bulk";

    public override string? Evidence(Reading reading, RiskCategory category) =>
        category is RiskCategory.Write && reading.Deciding?.Text is not ("merge" or "combine" or "concat") && !reading.NameHas("choice") ? InName(reading, Many) ?? Opening(reading) : null;

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.High, level);

    // "Update bookmarks for multiple profiles": the first words, not a remark further on, nor "If you need to create multiple …".
    private static string? Opening(Reading reading)
    {
        foreach (var token in reading.Words.Take(8))
        {
            if (reading.OfText(token) is "if")
            {
                return null;
            }

            if (token is { Sentence: 0, IsDenied: false, Term.Text: "multiple" or "bulk" or "batch" })
            {
                return $"description: {reading.Text.AsSpan(token.Start, token.Length)}";
            }
        }

        return null;
    }
}
