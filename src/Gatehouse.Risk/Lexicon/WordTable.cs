using System.Globalization;
using Gatehouse.Risk.Model;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Lexicon;

/// <summary>Every word the classifier knows. Built once, when the first definition is read; never changed after that.</summary>
internal sealed class WordTable
{
    private static readonly Lazy<WordTable> Shared = new(static () => new WordTable());

    private readonly Dictionary<string, Term> _forms = new(StringComparer.Ordinal);
    private readonly FormTable _found;
    private readonly List<Term> _terms = [];
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly bool _isWhole;

    private WordTable()
    {
        ReadVerbs();
        ReadObjects();
        ReadPhraseWords();
        ReadLanguages();
        ReadPairWords();
        _isWhole = true;
        _found = new FormTable(_forms);
        GroupKinds = [.. _groups.OrderBy(group => group.Value).Select(group => new Kind(group.Key))];
    }

    /// <summary>The one table.</summary>
    public static WordTable Instance => Shared.Value;

    /// <summary>Longest word in a script without spaces.</summary>
    public const int LongestCompact = 8;

    /// <summary>All base words.</summary>
    public IReadOnlyList<Term> Terms => _terms;

    /// <summary>The names of the groups of objects, in the order of their bits.</summary>
    public Kind[] GroupKinds { get; }

    /// <summary>The word's base form, or null for one that nobody listed. The text is folded already.</summary>
    public Term? Find(ReadOnlySpan<char> folded) => _found.Find(folded);

    /// <summary>The bit of a group.</summary>
    public GroupSet Group(string name) => _groups.TryGetValue(name, out var bit)
        ? GroupSet.One << bit
        : throw new InvalidOperationException($"the lexicon has no group `{name}`");

    /// <summary>The base word, made where there is none yet.</summary>
    public Term Add(string word)
    {
        // A word of its own goes before a form of another: "trading" is a market, "trade" an act.
        if (_forms.TryGetValue(word, out var known) && known.Text == word)
        {
            return known;
        }

        // The first definition is read with the same words as the last, and no two threads meet here.
        if (_isWhole)
        {
            throw new InvalidOperationException($"the word `{word}` comes too late for the lexicon");
        }

        var term = new Term(_terms.Count, word);
        _terms.Add(term);
        _forms[word] = term;
        foreach (var form in Inflection.Of(word))
        {
            _forms.TryAdd(form, term);
        }

        return term;
    }

    private void ReadVerbs()
    {
        foreach (var (key, value) in LexiconFile.Lines("verbs.txt"))
        {
            var verb = key.TrimEnd('?') switch
            {
                "light" => Verb.Light,
                "read" => Verb.Read,
                "write" => Verb.Write,
                "run" => Verb.Run,
                "destroy" => Verb.Destroy,
                "money" => Verb.Money,
                _ => throw new InvalidOperationException($"verbs.txt has no class `{key}`"),
            };
            foreach (var word in LexiconFile.Words(value))
            {
                var term = Add(word);
                if (term.Verb != Verb.None)
                {
                    throw new InvalidOperationException($"verbs.txt has `{word}` twice");
                }

                (term.Verb, term.IsVague) = (verb, key[^1] == '?');
            }
        }
    }

    private void ReadObjects()
    {
        foreach (var (key, value) in LexiconFile.Lines("objects.txt"))
        {
            // Words that code asks for, in no group.
            if (key == "known")
            {
                Array.ForEach(LexiconFile.Words(value), word => Add(word));
                continue;
            }

            if (!_groups.TryGetValue(key, out var bit))
            {
                _groups[key] = bit = _groups.Count;
            }

            foreach (var word in LexiconFile.Words(value))
            {
                Add(word).Groups |= GroupSet.One << bit;
            }
        }

        if (_groups.Count > 128)
        {
            throw new InvalidOperationException($"{_groups.Count.ToString(CultureInfo.InvariantCulture)} groups of objects; 128 fit");
        }
    }

    private void ReadPhraseWords()
    {
        foreach (var (_, value) in LexiconFile.Lines("phrases.txt"))
        {
            foreach (var word in LexiconFile.Words(value))
            {
                Add(word);
            }
        }
    }

    private void ReadPairWords()
    {
        foreach (var (_, value) in LexiconFile.Lines("pairs.txt"))
        {
            foreach (var word in Pair.WordsIn(value))
            {
                Add(word);
            }
        }
    }

    // Foreign words are forms of the English word they stand for, so that every rule holds for them too.
    private void ReadLanguages()
    {
        foreach (var (key, value) in LexiconFile.Lines("languages.txt"))
        {
            var term = Add(key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            foreach (var word in LexiconFile.Words(value))
            {
                _forms.TryAdd(Folding.Fold(word), term);
            }
        }
    }
}
