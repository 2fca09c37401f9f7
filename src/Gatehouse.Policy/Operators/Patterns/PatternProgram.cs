namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>A pattern as states, a few dozen bytes each. Immutable: what a match needs lives in the match.</summary>
internal sealed class PatternProgram
{
    /// <summary>The most states that a pattern may have.</summary>
    public const int MaxStates = 10_000;

    private AsciiSet firstAscii;
    private bool isFirstAnything;
    private bool takesMoreFirst;

    private PatternProgram(PatternInstruction[] states, CharSet[] sets, int start)
    {
        States = states;
        Sets = sets;
        Start = start;
        LookAhead();
    }

    public PatternInstruction[] States { get; }

    public CharSet[] Sets { get; }

    /// <summary>The state that a match begins with.</summary>
    public int Start { get; }

    /// <summary>Whether a match may begin elsewhere than at the beginning of the text.</summary>
    public bool BeginsAnywhere => isFirstAnything || takesMoreFirst || firstAscii != default;

    /// <summary>The program of a pattern, or null where it has too many states.</summary>
    public static PatternProgram? Compile(PatternNode pattern)
    {
        if (PatternWriter.Size(pattern) >= MaxStates)
            return null;
        var writer = new PatternWriter();
        var start = writer.Write(pattern, writer.Match);
        return new PatternProgram([.. writer.States], [.. writer.Sets], start);
    }

    /// <summary>Whether a match may begin at a place behind the first; false only where it is certain that none does.</summary>
    public bool MayBegin(ReadOnlySpan<char> text, int at) =>
        isFirstAnything || (at < text.Length && (text[at] < 128 ? firstAscii.Has(text[at]) : takesMoreFirst));

    // Every test of a place is taken to hold, but for the beginning of the text: what is left out can never be first.
    private void LookAhead()
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([Start]);
        while (open.TryPop(out var at))
        {
            if (!seen.Add(at))
                continue;
            var state = States[at];
            switch (state.Kind)
            {
                case PatternStep.Match:
                    isFirstAnything = true;
                    break;
                case PatternStep.Unit:
                    takesMoreFirst |= state.Argument >= 128;
                    firstAscii = state.Argument < 128 ? firstAscii.With(state.Argument) : firstAscii;
                    break;
                case PatternStep.Set:
                    takesMoreFirst |= Sets[state.Argument].TakesMore;
                    firstAscii = firstAscii.With(Sets[state.Argument].Ascii);
                    break;
                case PatternStep.Place when (PatternPlace)state.Argument == PatternPlace.Begin:
                    break;
                case PatternStep.Place:
                    open.Push(state.Next);
                    break;
                default:
                    open.Push(state.Next);
                    open.Push(state.Other);
                    break;
            }
        }
    }
}
