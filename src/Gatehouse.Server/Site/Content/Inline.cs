namespace Gatehouse.Server.Site.Content;

/// <summary>A piece of a sentence.</summary>
public abstract record Inline
{
    private Inline()
    {
    }

    /// <summary>Our own words.</summary>
    public static implicit operator Inline(string words) => new Words(words);

    /// <summary>Our own words.</summary>
    public sealed record Words(string Text) : Inline;

    /// <summary>Somebody else's words: shown as text and nothing else.</summary>
    /// <param name="Text">Anything.</param>
    /// <param name="Most">Longer text is cut.</param>
    public sealed record Outside(string Text, int Most = 400) : Inline;

    /// <summary>A name or a word of a document, which may be somebody else's.</summary>
    public sealed record Name(string Text) : Inline;

    /// <summary>Words that weigh more. Our own.</summary>
    public sealed record Strong(string Text) : Inline;

    /// <summary>A way to a page of ours.</summary>
    /// <param name="Path">A path that we made.</param>
    /// <param name="Label">Shown as outside text is.</param>
    public sealed record Way(string Path, string Label) : Inline;

    /// <summary>A link to elsewhere; what is no address of the web is text.</summary>
    /// <param name="Address">Anything.</param>
    /// <param name="Label">Shown as outside text is; the address where it is null.</param>
    public sealed record Away(string Address, string? Label = null) : Inline
    {
        /// <summary>The address, where it is one that may be followed.</summary>
        public string? Href => Uri.TryCreate(Address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? uri.AbsoluteUri
            : null;
    }

    /// <summary>A level of risk.</summary>
    public sealed record Level(string Word) : Inline;

    /// <summary>A category.</summary>
    public sealed record Category(string Word) : Inline;
}
