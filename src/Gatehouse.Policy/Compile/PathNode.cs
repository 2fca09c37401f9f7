namespace Gatehouse.Policy.Compile;

/// <summary>One place in the arguments that some path of a policy goes to or through.</summary>
/// <remarks>The nodes of all paths of all documents form one tree, so that a decision walks the bytes once.</remarks>
internal sealed class PathNode
{
    /// <summary>Number of the node in its tree.</summary>
    public required int Id { get; init; }

    /// <summary>The member's name as UTF-8; empty where the node is not a member.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Where values that end here are recorded; −1 where no path ends here.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Member steps from here; null where there are none.</summary>
    public MemberTable? Members { get; set; }

    /// <summary>Steps into single elements by index, ascending.</summary>
    public (int Index, PathNode Node)[] Elements { get; set; } = [];

    /// <summary>The step into every element; null where there is none.</summary>
    public PathNode? Every { get; set; }

    /// <summary>All slots at and below this node.</summary>
    public int[] Slots { get; set; } = [];

    /// <summary>All slots below the member steps.</summary>
    public int[] MemberSlots { get; set; } = [];

    /// <summary>All slots below the element steps.</summary>
    public int[] ElementSlots { get; set; } = [];

    /// <summary>Whether no path goes on from here.</summary>
    public bool IsLeaf => Members is null && Every is null && Elements.Length == 0;
}
