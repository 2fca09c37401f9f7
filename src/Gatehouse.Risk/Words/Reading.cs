using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Words;

/// <summary>A definition taken apart into words, once, for every rule that looks at it.</summary>
internal sealed class Reading
{
    // The first sentences say what the tool does; the rest is arguments, examples and advice.
    private const int OpeningLength = 40;
    private const int FirstWords = 14;
    private const int LettersOfAWord = 5;

    private static readonly GroupSet Generic = WordTable.Instance.Group("generic");

    private readonly string[] _argumentNames;
    private readonly int _openingEnd;
    private readonly ServerReading _server;

    /// <summary>Takes a definition apart.</summary>
    public Reading(ToolDefinition tool)
    {
        Tool = tool;
        _server = ServerReading.Of(tool.Server, tool.ServerDescription);
        FoldedName = Folding.Fold(tool.Name);
        Name = new List<Token>(8);
        NameWords.Read(tool.Name, FoldedName, Name);
        Text = tool.Description.Length > Prose.Longest ? tool.Description[..Prose.Longest] : tool.Description;
        FoldedText = Folding.Fold(Text);
        Words = new List<Token>(Text.Length / LettersOfAWord);
        Prose.Read(FoldedText, Words);
        _openingEnd = OpeningEnd();
        FoldedTitle = Folding.Fold(tool.Title.Length > 200 ? tool.Title[..200] : tool.Title);
        Prose.Read(FoldedTitle, Title);
        _argumentNames = [.. tool.Arguments.Select(static argument => Folding.Fold(argument.Name))];
        ReadArguments();
        ArgumentGroups = Groups(Arguments);
        SaysSomething = Name.Exists(static word => ((word.Term?.Groups ?? 0) & Generic) == 0);
        NameGroups = Groups(Name);
        OpeningGroups = Words.Count == 0 ? Groups(Title) : Groups(First());
        DomainGroups = NameGroups | Groups(Words) | ArgumentGroups | ServerGroups;
    }

    /// <summary>The definition itself.</summary>
    public ToolDefinition Tool { get; }

    /// <summary>The words of its name.</summary>
    public List<Token> Name { get; }

    /// <summary>The words of its description.</summary>
    public List<Token> Words { get; }

    /// <summary>The words of its title.</summary>
    public List<Token> Title { get; } = [];

    /// <summary>The words of its arguments' names.</summary>
    public List<Token> Arguments { get; } = [];

    /// <summary>The words of each argument's name, in the order of the definition.</summary>
    public ImmutableArray<ImmutableArray<Token>> ArgumentWords { get; private set; } = [];

    /// <summary>The verb that decided, set by the classifier before the signals look.</summary>
    public Term? Deciding { get; set; }

    /// <summary>The folded name.</summary>
    public string FoldedName { get; }

    /// <summary>The description, cut at its cap.</summary>
    public string Text { get; }

    /// <summary>The folded description.</summary>
    public string FoldedText { get; }

    /// <summary>The folded title.</summary>
    public string FoldedTitle { get; }

    /// <summary>Whether the name has a word that could stand for something: not "tool1", "my_handler".</summary>
    public bool SaysSomething { get; }

    /// <summary>Groups of the name's words.</summary>
    public GroupSet NameGroups { get; }

    /// <summary>Groups of the words of the arguments.</summary>
    public GroupSet ArgumentGroups { get; }

    /// <summary>Groups of the words that open the description.</summary>
    public GroupSet OpeningGroups { get; }

    /// <summary>Groups of everything, the server's own texts included: what the tool's world is.</summary>
    public GroupSet DomainGroups { get; }

    /// <summary>Groups of the server's name and description.</summary>
    public GroupSet ServerGroups => _server.Groups;

    /// <summary>Groups of the server's name alone.</summary>
    public GroupSet ServerNameGroups => _server.NameGroups;

    /// <summary>The first sentence or two: what the tool does, before arguments and examples.</summary>
    public ReadOnlySpan<Token> Opening => CollectionsMarshal.AsSpan(Words)[.._openingEnd];

    /// <summary>Whether the server is called so.</summary>
    public bool IsServerWord(ReadOnlySpan<char> folded) => _server.Has(folded);

    /// <summary>Whether name or opening have the word.</summary>
    public bool Says(Term term)
    {
        foreach (var token in Opening)
        {
            if (!token.IsDenied && ReferenceEquals(token.Term, term))
            {
                return true;
            }
        }

        return Name.Exists(token => ReferenceEquals(token.Term, term));
    }

    /// <summary>Whether the opening has the base form, undenied.</summary>
    public bool OpeningHas(string word)
    {
        foreach (var token in Opening)
        {
            if (!token.IsDenied && token.Term?.Text == word)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a sentence of the opening begins with one of the base forms.</summary>
    public bool OpeningBegins(params ReadOnlySpan<string> words)
    {
        foreach (var token in Opening)
        {
            if (token is { IsFirst: true, Term: { } term } && words.Contains(term.Text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A word of the description.</summary>
    public ReadOnlySpan<char> OfText(Token token) => FoldedText.AsSpan(token.Start, token.Length);

    /// <summary>Whether any word of the name has the base form.</summary>
    public bool NameHas(string word) => Name.Exists(token => token.Term?.Text == word);

    /// <summary>The words of the server's name, folded, each once.</summary>
    public HashSet<string> ServerWords => _server.Words;

    /// <summary>The name of an argument, folded.</summary>
    public string OfArgument(int at) => _argumentNames[at];

    /// <summary>A word of the name.</summary>
    public ReadOnlySpan<char> OfName(Token token) => FoldedName.AsSpan(token.Start, token.Length);

    private int OpeningEnd()
    {
        var end = 0;
        while (end < Words.Count && end < OpeningLength && Words[end].Sentence <= 1)
        {
            end++;
        }

        return end;
    }

    // The first sentence, as far as it is read for what it is about.
    private ReadOnlySpan<Token> First()
    {
        var words = CollectionsMarshal.AsSpan(Words);
        var end = 0;
        while (end < words.Length && end < FirstWords && words[end].Sentence == 0)
        {
            end++;
        }

        return words[..end];
    }

    private static GroupSet Groups(List<Token> tokens) => Groups(CollectionsMarshal.AsSpan(tokens));

    /// <summary>The groups of words that are not denied.</summary>
    internal static GroupSet Groups(ReadOnlySpan<Token> tokens)
    {
        GroupSet groups = 0;
        foreach (var token in tokens)
        {
            groups |= token.IsDenied ? 0 : token.Term?.Groups ?? 0;
        }

        return groups;
    }

    private void ReadArguments()
    {
        var words = ImmutableArray.CreateBuilder<ImmutableArray<Token>>(Tool.Arguments.Length);
        var one = new List<Token>();
        for (var at = 0; at < _argumentNames.Length; at++)
        {
            one.Clear();
            NameWords.Read(Tool.Arguments[at].Name, _argumentNames[at], one);
            words.Add([.. one]);
            Arguments.AddRange(one);
        }

        ArgumentWords = words.DrainToImmutable();
    }
}
