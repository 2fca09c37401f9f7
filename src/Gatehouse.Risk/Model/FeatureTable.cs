using System.Numerics;
using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Model;

/// <summary>The features that the model was trained on, found by their numbers: one a line of <c>features.txt</c>.</summary>
internal sealed class FeatureTable
{
    // A place holds the upper part of a feature's number and, below, its row and one: 0 is free.
    private const int RowBits = 24;
    private const ulong RowMask = (1UL << RowBits) - 1;

    // Open addressing over a power of two, at most half full.
    private readonly ulong[] _places;
    private readonly string[] _names;

    /// <summary>Reads the file.</summary>
    public FeatureTable()
    {
        _names = [.. LexiconFile.Raw("features.txt")];
        _places = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)(_names.Length * 2) + 1)];
        for (var row = 0; row < _names.Length; row++)
        {
            var number = FeatureHash.Of(_names[row]);
            var at = Place(number);
            if (_places[at] != 0)
            {
                throw new InvalidOperationException($"features.txt: `{_names[row]}` has the number of `{_names[Row(number)]}`");
            }

            _places[at] = (number & ~RowMask) | ((ulong)row + 1);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _names.Length;

    /// <summary>The text of a feature.</summary>
    public string Name(int row) => _names[row];

    /// <summary>The row of a feature by its number, or -1 for one that training left out.</summary>
    public int Row(ulong number) => (int)(_places[Place(number)] & RowMask) - 1;

    // Where the feature lies, or where it would.
    private int Place(ulong number)
    {
        var mask = _places.Length - 1;
        var at = (int)(number >> 20) & mask;
        while (_places[at] != 0 && (_places[at] ^ number) >> RowBits != 0)
        {
            at = (at + 1) & mask;
        }

        return at;
    }
}
