namespace Gatehouse.Policy;

/// <summary>What one condition says of one value, and why it says nothing where it is unknown.</summary>
public readonly record struct Judgement(Truth Truth, UnknownWhy Why)
{
    /// <summary>The condition holds.</summary>
    public static Judgement True => new(Truth.True, UnknownWhy.None);

    /// <summary>The condition does not hold.</summary>
    public static Judgement False => new(Truth.False, UnknownWhy.None);

    /// <summary>The condition cannot be judged, for the given reason.</summary>
    public static Judgement Unknown(UnknownWhy why) => new(Truth.Unknown, why);

    /// <summary>True or false from a plain boolean.</summary>
    public static Judgement Of(bool holds) => holds ? True : False;

    /// <summary>Kleene's NOT: what is unknown stays unknown, with its reason.</summary>
    public static Judgement operator !(Judgement judgement) => judgement.Truth switch
    {
        Truth.True => False,
        Truth.False => True,
        _ => judgement,
    };
}
