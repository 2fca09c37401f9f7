namespace Gatehouse.Policy;

/// <summary>Why a condition could not be judged: the closed list of `policy-language` section 6.</summary>
public enum UnknownWhy : byte
{
    /// <summary>The condition was judged, or the gateway does not have the fact.</summary>
    None = 0,

    /// <summary>The argument is absent or null.</summary>
    Missing,

    /// <summary>The argument is of another JSON type than the operator or its value needs.</summary>
    WrongType,

    /// <summary>The number cannot be compared exactly.</summary>
    InexactNumber,

    /// <summary>Another member equals the key when letter case is ignored.</summary>
    AmbiguousName,

    /// <summary>The text is not a plain path, URL or SQL text.</summary>
    NotPlain,

    /// <summary>The text is too long to match, or the match took too long.</summary>
    TooLong,
}
