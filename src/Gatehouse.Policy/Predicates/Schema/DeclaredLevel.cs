namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>The names that a schema declares at one level, and the levels below.</summary>
internal sealed class DeclaredLevel
{
    /// <summary>Whether the level has <c>properties</c>, so that no other name passes.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether it leads to a schema that cannot be read, so that nothing passes.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>The declared names as UTF-8.</summary>
    public List<(byte[] Name, DeclaredLevel Below)> Members { get; } = [];

    /// <summary>The level of the elements; null where they are not described.</summary>
    public DeclaredLevel? Items { get; set; }

    /// <summary>The levels of the elements by their place, where <c>items</c> is a list.</summary>
    public List<DeclaredLevel> ItemsByPlace { get; } = [];

    /// <summary>The level of one element.</summary>
    public DeclaredLevel? ItemAt(int index) => index < ItemsByPlace.Count ? ItemsByPlace[index] : Items;

    /// <summary>The level below a name, as it stands between its quotes; null where the name is not declared.</summary>
    public DeclaredLevel? Find(ReadOnlySpan<byte> name, bool escaped)
    {
        foreach (var (declared, below) in Members)
        {
            if (JsonText.IsExactly(declared, name, escaped))
            {
                return below;
            }
        }

        return null;
    }

    /// <summary>Takes in what a <c>$ref</c> leads to: what is declared there is declared here.</summary>
    public void TakeIn(DeclaredLevel target)
    {
        IsClosed |= target.IsClosed;
        IsUnreadable |= target.IsUnreadable;
        Members.AddRange(target.Members);
        Items ??= target.Items;
        ItemsByPlace.AddRange(target.ItemsByPlace[Math.Min(ItemsByPlace.Count, target.ItemsByPlace.Count)..]);
    }
}
