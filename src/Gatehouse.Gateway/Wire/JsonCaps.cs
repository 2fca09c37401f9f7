namespace Gatehouse.Gateway.Wire;

/// <summary>How much one JSON text may hold before the strict reader refuses it.</summary>
public sealed record JsonCaps
{
    /// <summary>What a client may send: 32 levels below <c>params.arguments</c>, 10,000 elements.</summary>
    public static readonly JsonCaps Request = new();

    /// <summary>What an upstream may answer: 64 levels, 200,000 elements, strings as long as the body may be.</summary>
    public static readonly JsonCaps Answer = new()
    {
        MaxDepth = 64,
        MaxElements = 200_000,
        MaxStringBytes = int.MaxValue,
    };

    /// <summary>The most depth that any caps may give: the scanner keeps its levels on the stack.</summary>
    public const int DepthLimit = 128;

    /// <summary>Objects and arrays inside each other.</summary>
    /// <value>1 to <see cref="DepthLimit"/>; default 35: envelope, <c>params</c>, <c>arguments</c> and 32 below.</value>
    public int MaxDepth { get; init; } = 35;

    /// <summary>Members and array items together.</summary>
    /// <value>Default 10,000.</value>
    public int MaxElements { get; init; } = 10_000;

    /// <summary>Characters of one number as written.</summary>
    /// <value>Default 64.</value>
    public int MaxNumberLength { get; init; } = 64;

    /// <summary>Bytes of one string or member name as written, without its quotes.</summary>
    /// <value>Default 1 MiB.</value>
    public int MaxStringBytes { get; init; } = 1024 * 1024;
}
