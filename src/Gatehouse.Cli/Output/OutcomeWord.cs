using Gatehouse.Policy.Decisions;

namespace Gatehouse.Cli.Output;

/// <summary>The stable words of outcomes, as test files have them.</summary>
internal static class OutcomeWord
{
    /// <summary><c>allowed</c>, <c>pending</c> or <c>denied</c>.</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Allowed => "allowed",
        Outcome.NeedsApproval => "pending",
        _ => "denied",
    };

    /// <summary>The word in its colour.</summary>
    public static Painted Painted(string word) => new(word, word switch
    {
        "allowed" => Tone.Good,
        "pending" => Tone.Careful,
        _ => Tone.Bad,
    });
}
