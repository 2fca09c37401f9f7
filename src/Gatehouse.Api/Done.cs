namespace Gatehouse.Api;

/// <summary>It was done, and there is nothing to tell: 204.</summary>
public sealed record Done
{
    /// <summary>The one there is.</summary>
    public static readonly Done It = new();
}
