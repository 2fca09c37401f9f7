using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>A pattern that is ready to be matched, in time linear in the text.</summary>
internal sealed class BoundPattern
{
    private const int OnStack = 512;

    private const int LongestMilliseconds = 5;

    private readonly Regex regex;

    private BoundPattern(Regex regex) => this.regex = regex;

    /// <summary>Compiles a pattern, or says what is wrong with it: a phrase for a fault.</summary>
    public static (BoundPattern? Pattern, string? Error) Compile(string pattern)
    {
        var (translated, error) = PatternTranslator.Translate(pattern);
        if (translated is null)
            return (null, error);
        try
        {
            const RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            var limit = TimeSpan.FromMilliseconds(LongestMilliseconds);
            var bound = new BoundPattern(new Regex(translated, options, limit));
            bound.WarmUp(pattern);
            return (bound, null);
        }
        catch (NotSupportedException)
        {
            return (null, "the pattern has more than 10,000 states");
        }
        catch (ArgumentException)
        {
            return (null, "the pattern is not a regular expression");
        }
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

    // A thread that lost its turn looks like a slow match, and the first match of a process is slow, so a match that
    // took too long gets one second chance.
    private Judgement Matches(ReadOnlySpan<char> text) =>
        TryMatch(text, out var matches) || TryMatch(text, out matches)
            ? Judgement.Of(matches)
            : Judgement.Unknown(UnknownWhy.TooLong);

    // SECURITY: an answer that comes at or after the time limit is not believed. When the limit passes between two of
    // the engine's own looks at the clock (.NET 10.0), it can take the place for the end of the text and answer wrongly
    // instead of throwing. The limit is compared on the clock that the engine uses.
    private bool TryMatch(ReadOnlySpan<char> text, out bool matches)
    {
        var start = Environment.TickCount64;
        try
        {
            matches = regex.IsMatch(text);
            return Environment.TickCount64 - start < LongestMilliseconds;
        }
        catch (RegexMatchTimeoutException)
        {
            matches = false;
            return false;
        }
    }

    // The engine builds its automaton as texts come; without this the first call would pay for it.
    private void WarmUp(string sample)
    {
        _ = TryMatch("", out _);
        _ = TryMatch(sample, out _);
    }
}
