namespace Gatehouse.Policy.Language;

/// <summary>A tool name, resource URI or prompt name, or a pattern in which <c>*</c> matches any run of characters.</summary>
/// <remarks>`policy-language` section 1: ordinal, nothing folded, trimmed or normalised; only <c>*</c> is special.</remarks>
public sealed record NamePattern
{
    private readonly string[] _parts;

    /// <summary>Takes the text as written.</summary>
    public NamePattern(string text)
    {
        Text = text;
        _parts = text.Split('*');
        LiteralLength = text.Length - (_parts.Length - 1);
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>How many characters other than <c>*</c> it has.</summary>
    public int LiteralLength { get; }

    /// <summary>Whether it has no <c>*</c>.</summary>
    public bool IsExact => _parts.Length == 1;

    /// <summary>Whether it is nothing but <c>*</c>.</summary>
    public bool IsAll => LiteralLength == 0 && !IsExact;

    /// <summary>Whether the name matches, in time linear in the name for each literal part.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (IsExact)
        {
            return name.SequenceEqual(Text);
        }

        var first = _parts[0];
        var last = _parts[^1];
        if (name.Length < LiteralLength || !name.StartsWith(first) || !name.EndsWith(last))
        {
            return false;
        }

        // The leftmost fit of each middle part leaves the most room for the next one.
        var rest = name[first.Length..(name.Length - last.Length)];
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = rest.IndexOf(part);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(NamePattern? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
