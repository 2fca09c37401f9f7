using Gatehouse.Policy.Language;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>One condition, ready to be judged for any call of one tool.</summary>
internal abstract class CompiledCondition(Condition source)
{
    /// <summary>The condition as it was written.</summary>
    public Condition Source { get; } = source;

    /// <summary>Judges the condition for this call.</summary>
    public abstract Judgement Judge(in CallReading reading);

    /// <summary>What was judged, as JSON text or a word, for an explanation.</summary>
    public abstract string Actual(in CallReading reading);

    /// <summary>Judges a fact that is a text; null is missing.</summary>
    protected Judgement JudgeText(string? text)
    {
        if (text is null)
        {
            return Source.Test(default);
        }

        var most = JsonText.QuotedLength(text);
        var buffer = most <= 512 ? stackalloc byte[512] : new byte[most];
        return Source.Test(new ArgumentValue(ArgumentKind.String, buffer[..JsonText.Quote(text, buffer)]));
    }

    /// <summary>Judges a fact that is true or false.</summary>
    protected Judgement JudgeFlag(bool flag) => flag
        ? Source.Test(new ArgumentValue(ArgumentKind.True, "true"u8))
        : Source.Test(new ArgumentValue(ArgumentKind.False, "false"u8));
}
