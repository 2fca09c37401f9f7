using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>Whether any value can pass conditions on one path.</summary>
/// <remarks>The operators themselves are asked, value by value.</remarks>
internal static class Satisfiable
{
    private const int MostJudgements = 50_000;

    /// <summary>False only where it is certain that no value passes.</summary>
    /// <param name="must">Conditions that have to be true.</param>
    /// <param name="mustNot">Conditions that have to be false.</param>
    public static bool Check(IReadOnlyList<Condition> must, IReadOnlyList<Condition> mustNot)
    {
        if (Samples.For(must, mustNot) is not { } samples
            || (long)samples.Count * (must.Count + mustNot.Count) > MostJudgements)
        {
            return true;
        }

        foreach (var sample in samples)
        {
            if (must.All(condition => Judge(condition, sample) == Truth.True)
                && mustNot.All(condition => Judge(condition, sample) == Truth.False))
            {
                return true;
            }
        }

        return false;
    }

    private static Truth Judge(Condition condition, byte[]? sample) =>
        condition.Test(new ArgumentValue(Kind(sample), sample)).Truth;

    private static ArgumentKind Kind(byte[]? sample) => sample is null ? ArgumentKind.Missing : sample[0] switch
    {
        (byte)'"' => ArgumentKind.String,
        (byte)'t' => ArgumentKind.True,
        (byte)'f' => ArgumentKind.False,
        (byte)'[' => ArgumentKind.Array,
        (byte)'{' => ArgumentKind.Object,
        _ => ArgumentKind.Number,
    };
}
