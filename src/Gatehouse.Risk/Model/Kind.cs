namespace Gatehouse.Risk.Model;

/// <summary>What a feature is about; the part of its text before <c>=</c>.</summary>
/// <param name="text">That part.</param>
internal sealed class Kind(string text)
{
    public string Text { get; } = text;

    public ulong Hash { get; } = FeatureHash.Word(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
