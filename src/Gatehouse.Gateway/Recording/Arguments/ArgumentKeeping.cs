namespace Gatehouse.Gateway.Recording.Arguments;

/// <summary>A server's setting that the values of its calls' arguments are stored. Without one nothing is.</summary>
/// <param name="Owner">The organisation that the server belongs to; empty where there are none.</param>
/// <param name="KeptDays">How long a value is kept.</param>
/// <param name="Rules">What is left out.</param>
/// <remarks>Equal to another of the same texts, so that a snapshot that is read again keeps its servers.</remarks>
public sealed record ArgumentKeeping(string Owner, int KeptDays, RedactionRules Rules)
{
    /// <summary>Shortest and longest time, in days.</summary>
    public const int LeastDays = 1;

    /// <inheritdoc cref="LeastDays"/>
    public const int MostDays = 365;

    /// <summary>Larger arguments of one call are not stored; that they were too large is.</summary>
    /// <value>Bytes of JSON.</value>
    public const int MostBytes = 64 * 1024;
}
