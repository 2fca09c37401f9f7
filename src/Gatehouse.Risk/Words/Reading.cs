using System.Collections.Immutable;
using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Words;

/// <summary>A definition taken apart into words, once, for every rule that looks at it.</summary>
internal sealed class Reading
{
    // The first sentences say what the tool does; the rest is arguments, examples and advice.
    private const int OpeningLength = 40;
    private const int FirstWords = 14;
    private const int LongestServerText = 240;

    private static readonly GroupSet Generic = WordTable.Instance.Group("generic");

    private readonly HashSet<string> _serverWords = new(StringComparer.Ordinal);

    /// <summary>Takes a definition apart.</summary>
    public Reading(ToolDefinition tool)
    {
        Tool = tool;
        FoldedName = Folding.Fold(tool.Name);
        NameWords.Read(tool.Name, FoldedName, Name);
        Text = tool.Description.Length > Prose.Longest ? tool.Description[..Prose.Longest] : tool.Description;
        FoldedText = Folding.Fold(Text);
        Prose.Read(FoldedText, Words);
        FoldedTitle = Folding.Fold(tool.Title.Length > 200 ? tool.Title[..200] : tool.Title);
        Prose.Read(FoldedTitle, Title);
        ReadArguments();
        ReadServer();
        ArgumentGroups = Groups(Arguments);
        SaysSomething = Name.Exists(static word => ((word.Term?.Groups ?? 0) & Generic) == 0);
        NameGroups = Groups(Name);
        OpeningGroups = Groups(Words.Take(FirstWords).TakeWhile(token => token.Sentence == 0)) | (Words.Count == 0 ? Groups(Title) : 0);
        DomainGroups = NameGroups | Groups(Words) | ArgumentGroups | ServerGroups;
    }

    /// <summary>The definition itself.</summary>
    public ToolDefinition Tool { get; }

    /// <summary>The words of its name.</summary>
    public List<Token> Name { get; } = [];

    /// <summary>The words of its description.</summary>
    public List<Token> Words { get; } = [];

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
    public GroupSet ServerGroups { get; private set; }

    /// <summary>Groups of the server's name alone.</summary>
    public GroupSet ServerNameGroups { get; private set; }

    /// <summary>The first sentence or two: what the tool does, before arguments and examples.</summary>
    public IEnumerable<Token> Opening => Words.Take(OpeningLength).TakeWhile(token => token.Sentence <= 1);

    /// <summary>Whether the server is called so.</summary>
    public bool IsServerWord(ReadOnlySpan<char> folded) => _serverWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folded);

    /// <summary>Whether name or opening have the word.</summary>
    public bool Says(Term term) =>
        Name.Exists(token => ReferenceEquals(token.Term, term)) || Opening.Any(token => !token.IsDenied && ReferenceEquals(token.Term, term));

    /// <summary>Whether the opening has the base form, undenied.</summary>
    public bool OpeningHas(string word) => Opening.Any(token => !token.IsDenied && token.Term?.Text == word);

    /// <summary>A word of the name.</summary>
    public ReadOnlySpan<char> OfName(Token token) => FoldedName.AsSpan(token.Start, token.Length);

    /// <summary>A word of the description.</summary>
    public ReadOnlySpan<char> OfText(Token token) => FoldedText.AsSpan(token.Start, token.Length);

    /// <summary>Whether any word of the name has the base form.</summary>
    public bool NameHas(string word) => Name.Exists(token => token.Term?.Text == word);

    private static GroupSet Groups(IEnumerable<Token> tokens)
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
        foreach (var argument in Tool.Arguments)
        {
            one.Clear();
            NameWords.Read(argument.Name, Folding.Fold(argument.Name), one);
            words.Add([.. one]);
            Arguments.AddRange(one);
        }

        ArgumentWords = words.DrainToImmutable();
    }

    private void ReadServer()
    {
        var tokens = new List<Token>();
        var folded = Folding.Fold(Tool.Server);
        NameWords.Read(Tool.Server, folded, tokens);
        foreach (var token in tokens)
        {
            _serverWords.Add(folded.Substring(token.Start, token.Length));
        }

        ServerGroups = ServerNameGroups = Groups(tokens);
        tokens.Clear();
        var description = Tool.ServerDescription;
        Prose.Read(Folding.Fold(description.Length > LongestServerText ? description[..LongestServerText] : description), tokens);
        ServerGroups |= Groups(tokens);
    }
}
