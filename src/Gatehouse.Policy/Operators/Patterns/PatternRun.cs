using System.Globalization;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>One match: every state that the text may have led to is followed at once, unit by unit.</summary>
/// <remarks>
/// Nothing is tried twice, so a match takes at most (length of the text) × (states) steps. They are counted, and beyond
/// <see cref="MaxSteps"/> the answer is unknown: no clock is read, and every machine gives the same answer.
/// </remarks>
internal ref struct PatternRun
{
    /// <summary>The most steps of one match: a few milliseconds.</summary>
    public const int MaxSteps = 500_000;

    private readonly PatternProgram program;
    private readonly ReadOnlySpan<char> text;
    private readonly PatternInstruction[] states;

    // Behind which place of the text a state was last reached, plus one.
    private readonly Span<int> reached;
    private readonly Span<int> open;
    private Span<int> here;
    private Span<int> behind;
    private int count;
    private int steps;

    /// <summary>Prepares a match in memory of the caller: four numbers a state.</summary>
    public PatternRun(PatternProgram program, ReadOnlySpan<char> text, Span<int> memory)
    {
        this.program = program;
        this.text = text;
        states = program.States;
        var length = states.Length;
        reached = memory[..length];
        reached.Clear();
        open = memory.Slice(length, length);
        here = memory.Slice(length * 2, length);
        behind = memory.Slice(length * 3, length);
    }

    /// <summary>Whether the pattern matches somewhere; unknown where that takes too many steps.</summary>
    public Truth Search()
    {
        for (var at = 0; ; at++)
        {
            if ((at == 0 || program.MayBegin(text, at)) && Reach(program.Start, at))
                return Truth.True;
            if (count == 0 && !program.BeginsAnywhere)
                return Truth.False;
            if (at == text.Length)
                return Truth.False;
            if (count > 0 && Take(at))
                return Truth.True;
            if (steps > MaxSteps)
                return Truth.Unknown;
        }
    }

    // From the states before the unit to those behind it.
    private bool Take(int at)
    {
        var unit = text[at];
        var before = here[..count];
        var filled = here;
        here = behind;
        behind = filled;
        count = 0;
        steps += before.Length;
        foreach (var number in before)
        {
            ref readonly var state = ref states[number];
            var taken = state.Kind == PatternStep.Unit ? state.Argument == unit : program.Sets[state.Argument].Has(unit);
            if (taken && Reach(state.Next, at + 1))
                return true;
        }

        return false;
    }

    // Notes a state and what can be reached from it without a unit. True: one of them is the match.
    private bool Reach(int first, int at)
    {
        // Most states are followed by one that takes a unit.
        if (states[first].Takes)
        {
            if (reached[first] != at + 1)
            {
                reached[first] = at + 1;
                here[count++] = first;
                steps++;
            }

            return false;
        }

        var waiting = 0;
        Open(first, at, ref waiting);
        while (waiting > 0)
        {
            var number = open[--waiting];
            ref readonly var state = ref states[number];
            switch (state.Kind)
            {
                case PatternStep.Match:
                    return true;
                case PatternStep.Split:
                    Open(state.Next, at, ref waiting);
                    Open(state.Other, at, ref waiting);
                    break;
                case PatternStep.Place:
                    if (Holds((PatternPlace)state.Argument, at))
                        Open(state.Next, at, ref waiting);
                    break;
                default:
                    here[count++] = number;
                    break;
            }
        }

        return false;
    }

    private void Open(int number, int at, ref int waiting)
    {
        if (reached[number] == at + 1)
            return;
        reached[number] = at + 1;
        open[waiting++] = number;
        steps++;
    }

    private readonly bool Holds(PatternPlace place, int at) => place switch
    {
        PatternPlace.Begin => at == 0,
        PatternPlace.End => at == text.Length,
        PatternPlace.LineBegin => at == 0 || text[at - 1] == '\n',
        PatternPlace.LineEnd => at == text.Length || text[at] == '\n',
        PatternPlace.Border => IsBorder(at),
        _ => !IsBorder(at),
    };

    private readonly bool IsBorder(int at) =>
        (at > 0 && IsWord(text[at - 1])) != (at < text.Length && IsWord(text[at]));

    // Letters, marks that take no room, decimal digits, connectors and the two joiners, as .NET has it.
    private static bool IsWord(char unit) => unit < 128
        ? char.IsAsciiLetterOrDigit(unit) || unit == '_'
        : unit is '\u200C' or '\u200D' || CharUnicodeInfo.GetUnicodeCategory(unit) is
            <= UnicodeCategory.NonSpacingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
}
