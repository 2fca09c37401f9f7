namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>Writes the states of a pattern, from its end to its beginning, so that each knows the one behind it.</summary>
/// <remarks>It recurses into groups, of which 1,024 characters hold a few hundred.</remarks>
internal sealed class PatternWriter
{
    public PatternWriter() => Match = Add(new PatternInstruction(PatternStep.Match, 0, 0, 0));

    public List<PatternInstruction> States { get; } = [];

    public List<CharSet> Sets { get; } = [];

    /// <summary>The state in which the pattern matches.</summary>
    public int Match { get; }

    /// <summary>At least the number of states, and never far above <see cref="PatternProgram.MaxStates"/> squared.</summary>
    public static long Size(PatternNode node)
    {
        // A part that writes nothing counts too: repeated often enough it would take time to write nothing.
        var size = node switch
        {
            PatternNode.Sequence sequence => Math.Max(1, sequence.Parts.Sum(Size)),
            PatternNode.Choice choice => choice.Parts.Sum(Size) + choice.Parts.Length - 1,
            PatternNode.Repeat { High: null } repeat => (Size(repeat.Part) * Math.Max(1, repeat.Low)) + 1,
            PatternNode.Repeat repeat => Math.Max(1, (Size(repeat.Part) * repeat.High.Value) + repeat.High.Value - repeat.Low),
            _ => 1,
        };
        return Math.Min(size, PatternProgram.MaxStates);
    }

    /// <summary>Writes a part with what stands behind it; the state that it begins with.</summary>
    public int Write(PatternNode node, int next)
    {
        switch (node)
        {
            case PatternNode.Unit { Set: { Single: { } unit } }:
                return Add(new PatternInstruction(PatternStep.Unit, unit, next, 0));
            case PatternNode.Unit one:
                Sets.Add(one.Set);
                return Add(new PatternInstruction(PatternStep.Set, Sets.Count - 1, next, 0));
            case PatternNode.Place place:
                return Add(new PatternInstruction(PatternStep.Place, (int)place.Test, next, 0));
            case PatternNode.Sequence sequence:
                for (var i = sequence.Parts.Length - 1; i >= 0; i--)
                    next = Write(sequence.Parts[i], next);
                return next;
            case PatternNode.Choice choice:
                var begin = Write(choice.Parts[^1], next);
                for (var i = choice.Parts.Length - 2; i >= 0; i--)
                    begin = Split(Write(choice.Parts[i], next), begin);
                return begin;
            case PatternNode.Repeat repeat:
                return Repeat(repeat, next);
            default:
                throw new InvalidOperationException("A part of a pattern that is not known.");
        }
    }

    private int Repeat(PatternNode.Repeat repeat, int next)
    {
        var copies = repeat.Low;
        if (repeat.High is { } high)
        {
            for (var i = repeat.Low; i < high; i++)
                next = Split(Write(repeat.Part, next), next);
        }
        else
        {
            // The last copy that there must be is the one that is gone through again.
            var loop = Split(next, next);
            var body = Write(repeat.Part, loop);
            States[loop] = States[loop] with { Next = body };
            next = copies > 0 ? body : loop;
            copies = Math.Max(0, copies - 1);
        }

        for (; copies > 0; copies--)
            next = Write(repeat.Part, next);
        return next;
    }

    private int Split(int next, int other) => Add(new PatternInstruction(PatternStep.Split, 0, next, other));

    private int Add(PatternInstruction state)
    {
        States.Add(state);
        return States.Count - 1;
    }
}
