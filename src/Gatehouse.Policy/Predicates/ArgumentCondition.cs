using System.Text;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>A condition about <c>args</c>: the values of one slot, joined.</summary>
/// <param name="source">The condition.</param>
/// <param name="slot">Where its values are recorded.</param>
/// <param name="quantifier">OR in <c>deny_if</c> and <c>require_approval</c>, AND in <c>require</c>.</param>
/// <param name="standIn">The schema's default, as JSON, for a missing argument; empty where there is none.</param>
internal sealed class ArgumentCondition(Condition source, int slot, Quantifier quantifier, byte[] standIn)
    : CompiledCondition(source)
{
    private const int LongestActual = 200;

    // OR is decided by the first true, AND by the first false; any unknown beats the rest.
    private readonly Truth _decisive = quantifier == Quantifier.Some ? Truth.True : Truth.False;

    /// <summary>Where the values are recorded.</summary>
    public int Slot => slot;

    public override Judgement Judge(in CallReading reading)
    {
        var joined = quantifier == Quantifier.Some ? Judgement.False : Judgement.True;
        for (var at = reading.Cells.Tails[slot]; at >= 0; at = reading.Cells[at].Previous)
        {
            var part = JudgeCell(reading.Cells[at], reading.Arguments);
            if (part.Truth == _decisive)
            {
                return part;
            }

            // The chain runs backwards: the reason that stays is the one that comes first in the text.
            if (part.Truth == Truth.Unknown)
            {
                joined = part;
            }
        }

        return joined;
    }

    public override string Actual(in CallReading reading)
    {
        var parts = new List<string>();
        for (var at = reading.Cells.Tails[slot]; at >= 0; at = reading.Cells[at].Previous)
        {
            parts.Insert(0, Show(reading.Cells[at], reading.Arguments));
        }

        var text = string.Join(", ", parts);
        return text.Length <= LongestActual ? text : string.Concat(text.AsSpan(0, LongestActual), "…");
    }

    private Judgement JudgeCell(in Cell cell, ReadOnlySpan<byte> arguments) => cell.State switch
    {
        CellState.Value => Source.Test(new ArgumentValue(cell.Kind, arguments.Slice(cell.Start, cell.Length))),
        CellState.Missing => JudgeMissing(),
        CellState.Empty => Judgement.False,
        CellState.WrongType => Judgement.Unknown(UnknownWhy.WrongType),
        _ => Judgement.Unknown(UnknownWhy.AmbiguousName),
    };

    private Judgement JudgeMissing() => standIn.Length == 0
        ? Source.Test(default)
        : Source.Test(new ArgumentValue(JsonScanner.KindOf(standIn[0]), standIn));

    private string Show(in Cell cell, ReadOnlySpan<byte> arguments) => cell.State switch
    {
        CellState.Value => Encoding.UTF8.GetString(arguments.Slice(cell.Start, Math.Min(cell.Length, LongestActual + 1))),
        CellState.Missing when standIn.Length > 0 => $"missing, default {Encoding.UTF8.GetString(standIn)}",
        CellState.Missing => "missing",
        CellState.Empty => "empty array",
        CellState.WrongType => "wrong type",
        _ => "ambiguous name",
    };
}
