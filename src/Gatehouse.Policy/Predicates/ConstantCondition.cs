using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Predicates;

/// <summary>A condition about the tool itself: judged once, when the tool's rules are compiled.</summary>
internal sealed class ConstantCondition(Condition source, Judgement judgement, string actual) : CompiledCondition(source)
{
    /// <summary>What every call finds.</summary>
    public Truth Always => judgement.Truth;

    public override Judgement Judge(in CallReading reading) => judgement;

    public override string Actual(in CallReading reading) => actual;
}
