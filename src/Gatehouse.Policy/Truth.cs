namespace Gatehouse.Policy;

/// <summary>Kleene's three values; the default is the one that counts against the call.</summary>
public enum Truth : byte
{
    /// <summary>The condition could not be judged.</summary>
    Unknown = 0,

    /// <summary>The condition does not hold.</summary>
    False = 1,

    /// <summary>The condition holds.</summary>
    True = 2,
}
