using System.Buffers;
using System.Text;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>A pattern that is ready to be matched, in time linear in the text.</summary>
internal sealed class BoundPattern
{
    private const int OnStack = 512;

    private readonly PatternProgram program;

    private BoundPattern(PatternProgram program) => this.program = program;

    /// <summary>Compiles a pattern, or says what is wrong with it: a phrase for a fault.</summary>
    public static (BoundPattern? Pattern, string? Error) Compile(string pattern)
    {
        var (parsed, error) = PatternParser.Parse(pattern);
        if (parsed is null)
            return (null, error);
        return PatternProgram.Compile(parsed) is { } program
            ? (new BoundPattern(program), null)
            : (null, "the pattern has more than 10,000 states");
    }

    /// <summary>Whether the pattern matches somewhere in the text; unknown where the text or the match is too long.</summary>
    public Judgement Matches(ReadOnlySpan<byte> utf8)
    {
        if (TextLength.IsAbove(utf8, TextLength.MaxJudged))
            return Judgement.Unknown(UnknownWhy.TooLong);
        char[]? rented = null;
        try
        {
            var buffer = utf8.Length <= OnStack
                ? stackalloc char[OnStack]
                : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
            return Matches(buffer[..Encoding.UTF8.GetChars(utf8, buffer)]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }

    private Judgement Matches(ReadOnlySpan<char> text)
    {
        var needed = program.States.Length * 4;
        int[]? rented = null;
        try
        {
            var memory = needed <= OnStack ? stackalloc int[OnStack] : rented = ArrayPool<int>.Shared.Rent(needed);
            return new PatternRun(program, text, memory).Search() switch
            {
                Truth.True => Judgement.True,
                Truth.False => Judgement.False,
                _ => Judgement.Unknown(UnknownWhy.TooLong),
            };
        }
        finally
        {
            if (rented is not null)
                ArrayPool<int>.Shared.Return(rented);
        }
    }
}
