namespace Gatehouse.Gateway.Tools.Texts;

/// <summary>What can be wrong with the texts of a definition.</summary>
public enum TextFlaw : byte
{
    /// <summary>Characters that nobody sees: zero-width, bidirectional, tags, private use, unassigned.</summary>
    HiddenCharacters = 0,

    /// <summary>Control characters that act on a terminal.</summary>
    TerminalCodes,

    /// <summary>Orders to the model: forget its instructions, keep something from the user, read keys, act in secret.</summary>
    OrdersModel,

    /// <summary>Markup that a person's view leaves out and a model reads.</summary>
    HiddenMarkup,

    /// <summary>A name whose letters only look like the letters they seem to be, or that looks like another tool's name.</summary>
    LookAlikeName,

    /// <summary>It speaks of another server's tool, which it has no business with.</summary>
    NamesForeignTool,

    /// <summary>A tool of another server has the same name: an agent may take one for the other.</summary>
    SharesName,

    /// <summary>It asks to be used first, always, or instead of others.</summary>
    SteersModel,

    /// <summary>Longer than the gateway takes: the tool is left out of every list.</summary>
    TooLong,
}

/// <summary>The stable words of flaws, and which of them block.</summary>
public static class TextFlaws
{
    /// <summary>The word of a flaw, as JSON, SARIF and the documents have it.</summary>
    public static string Word(this TextFlaw flaw) => flaw switch
    {
        TextFlaw.HiddenCharacters => "hidden-characters",
        TextFlaw.TerminalCodes => "terminal-codes",
        TextFlaw.OrdersModel => "orders-model",
        TextFlaw.HiddenMarkup => "hidden-markup",
        TextFlaw.LookAlikeName => "look-alike-name",
        TextFlaw.NamesForeignTool => "names-foreign-tool",
        TextFlaw.SharesName => "shares-name",
        TextFlaw.SteersModel => "steers-model",
        _ => "too-long",
    };

    /// <summary>One sentence for people.</summary>
    public static string Sentence(this TextFlaw flaw) => flaw switch
    {
        TextFlaw.HiddenCharacters => "holds characters that nobody sees",
        TextFlaw.TerminalCodes => "holds control characters that act on a terminal",
        TextFlaw.OrdersModel => "gives the model orders against its user",
        TextFlaw.HiddenMarkup => "holds markup that a person's view leaves out",
        TextFlaw.LookAlikeName => "has a name that only looks like what it seems to be",
        TextFlaw.NamesForeignTool => "speaks of another server's tool",
        TextFlaw.SharesName => "has the name of another server's tool",
        TextFlaw.SteersModel => "asks to be preferred to other tools",
        _ => "is longer than the gateway takes: it would be left out of every list",
    };

    /// <summary>Whether it keeps a tool from being accepted unseen. What honest servers do as well is only told.</summary>
    public static bool Blocks(this TextFlaw flaw) => flaw is not (TextFlaw.SharesName or TextFlaw.SteersModel or TextFlaw.TooLong);
}
