namespace Gatehouse.Risk.Model;

/// <summary>Takes features: as text for training, as rows of the weights for voting.</summary>
internal interface IFeatureSink
{
    /// <summary>A kind of feature with one word.</summary>
    void Add(Kind kind, Spelling word);

    /// <summary>A kind of feature with two words.</summary>
    void Add(Kind kind, Spelling first, Spelling second);
}

/// <summary>Features as text: <c>kind=word</c>, <c>kind=first second</c>.</summary>
/// <param name="into">Takes them in order.</param>
internal readonly struct TextSink(List<string> into) : IFeatureSink
{
    /// <inheritdoc/>
    public void Add(Kind kind, Spelling word) => into.Add($"{kind.Text}={word.Text}");

    /// <inheritdoc/>
    public void Add(Kind kind, Spelling first, Spelling second) => into.Add($"{kind.Text}={first.Text} {second.Text}");
}

/// <summary>Features as rows of the weights; what training left out is dropped.</summary>
/// <param name="table">The features that there are weights for.</param>
/// <param name="into">Takes the rows in order.</param>
internal readonly struct RowSink(FeatureTable table, List<int> into) : IFeatureSink
{
    /// <inheritdoc/>
    public void Add(Kind kind, Spelling word) => Add(FeatureHash.Of(kind.Hash, word.Hash));

    /// <inheritdoc/>
    public void Add(Kind kind, Spelling first, Spelling second) => Add(FeatureHash.Of(kind.Hash, first.Hash, second.Hash));

    private void Add(ulong hash)
    {
        var row = table.Row(hash);
        if (row >= 0)
        {
            into.Add(row);
        }
    }
}
