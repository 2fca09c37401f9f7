using System.Numerics;
using Gatehouse.Risk.Model;

namespace Gatehouse.Risk.Lexicon;

/// <summary>Every form of every word with its base word, for looking up words of a text: most words of a text are asked for here.</summary>
internal sealed class FormTable
{
    // Open addressing over a power of two, at most a quarter full.
    private readonly (string? Form, Term? Term)[] _places;
    private readonly int _longest;

    /// <summary>Takes the forms over.</summary>
    public FormTable(Dictionary<string, Term> forms)
    {
        _places = new (string?, Term?)[(int)BitOperations.RoundUpToPowerOf2((uint)(forms.Count * 4) + 1)];
        foreach (var (form, term) in forms)
        {
            _places[Place(form)] = (form, term);
            _longest = Math.Max(_longest, form.Length);
        }
    }

    /// <summary>The base word of a form, or null.</summary>
    public Term? Find(ReadOnlySpan<char> form) => form.Length > _longest ? null : _places[Place(form)].Term;

    // Where the form lies, or where it would. The texts are compared: numbers of words can be made to meet.
    private int Place(ReadOnlySpan<char> form)
    {
        var mask = _places.Length - 1;
        var number = FeatureHash.Word(form);
        var at = (int)(number ^ (number >> 32)) & mask;
        while (_places[at].Form is { } other && !form.SequenceEqual(other))
        {
            at = (at + 1) & mask;
        }

        return at;
    }
}
