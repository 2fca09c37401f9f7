namespace Gatehouse.Cli.Stack;

/// <summary>A value of a client's configuration that knows where it stands, whichever syntax it is in.</summary>
internal sealed class ConfigNode
{
    /// <summary>What it is.</summary>
    public ConfigKind Kind { get; init; }

    /// <summary>The text of a text; of a number, a truth value or a date its spelling.</summary>
    public string Text { get; init; } = "";

    /// <summary>Offset of its first byte.</summary>
    public int Start { get; init; }

    /// <summary>Offset behind its last byte.</summary>
    public int End { get; set; }

    // A hostile file has as many members as fit: nothing that is done for one may go through all of them.
    private Dictionary<string, int>? _places;

    /// <summary>The members of an object, in order; a repeated one is there once, where it was first, with its last value.</summary>
    public List<ConfigMember> Members { get; } = [];

    /// <summary>The items of an array.</summary>
    public List<ConfigNode> Items { get; } = [];

    /// <summary>A member's value, or null.</summary>
    public ConfigNode? this[string name] => _places is not null && _places.TryGetValue(name, out var at) ? Members[at].Value : null;

    /// <summary>The text of a member that is a text, or null.</summary>
    public string? TextOf(string name) => this[name] is { Kind: ConfigKind.Text } value ? value.Text : null;

    /// <summary>The first text among some members that says anything, or null.</summary>
    public string? FirstTextOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (TextOf(name) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The texts among the items of a member that is an array.</summary>
    public IEnumerable<string> TextsOf(string name) =>
        this[name] is { Kind: ConfigKind.Array } list ? list.Items.Where(item => item.Kind != ConfigKind.Object).Select(item => item.Text) : [];

    /// <summary>Whether a member says true, or false where that is asked for.</summary>
    public bool Says(string name, bool what = true) => this[name] is { Kind: ConfigKind.Other } value && value.Text == (what ? "true" : "false");

    /// <summary>Sets a member; one that is there already is replaced where it stands.</summary>
    public void Set(string name, int nameStart, ConfigNode value)
    {
        _places ??= new(StringComparer.Ordinal);
        var made = new ConfigMember(name, nameStart, value);
        if (_places.TryAdd(name, Members.Count))
        {
            Members.Add(made);
        }
        else
        {
            Members[_places[name]] = made;
        }
    }
}

/// <summary>What a value is.</summary>
internal enum ConfigKind : byte
{
    /// <summary>A number, a truth value, nothing, a date.</summary>
    Other = 0,

    /// <summary>Names and values; a table of TOML.</summary>
    Object,

    /// <summary>Values in order.</summary>
    Array,

    /// <summary>A text.</summary>
    Text,
}

/// <summary>One member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NameStart">Offset of the name's first byte.</param>
/// <param name="Value">Its value.</param>
internal sealed record ConfigMember(string Name, int NameStart, ConfigNode Value);

/// <summary>Where a configuration does not parse.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in bytes.</param>
/// <param name="Message">What is wrong there, without a word of the file.</param>
internal sealed record SyntaxFlaw(int Line, int Column, string Message)
{
    /// <summary>Line and column of an offset.</summary>
    public static (int Line, int Column) Place(ReadOnlySpan<byte> text, int at)
    {
        var before = text[..Math.Min(at, text.Length)];
        return (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    /// <summary>A flaw at an offset.</summary>
    public static SyntaxFlaw At(ReadOnlySpan<byte> text, int at, string message) =>
        Place(text, at) is var (line, column) ? new(line, column, message) : new(1, 1, message);
}
