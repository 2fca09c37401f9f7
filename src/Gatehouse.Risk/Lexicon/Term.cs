using Gatehouse.Risk.Model;

namespace Gatehouse.Risk.Lexicon;

/// <summary>One base word of the lexicon; all its forms lead to it.</summary>
/// <param name="id">Dense number, for phrases.</param>
/// <param name="text">The base form.</param>
internal sealed class Term(int id, string text)
{
    public int Id { get; } = id;

    public string Text { get; } = text;

    /// <summary>Its number in features of the model.</summary>
    public ulong Hash { get; } = FeatureHash.Word(text);

    /// <summary>What it does as a verb.</summary>
    public Verb Verb { get; set; }

    /// <summary>Whether it is a noun or an adjective as often as a verb.</summary>
    public bool IsVague { get; set; }

    /// <summary>The groups of objects it belongs to, one bit each.</summary>
    public GroupSet Groups { get; set; }

    /// <summary>Whether the word acts for certain.</summary>
    public bool IsSureVerb => Verb > Verb.Light && !IsVague;
}
