namespace Gatehouse.Gateway.Wire;

/// <summary>Whether it makes sense to repeat a call that was not made.</summary>
internal enum RetryAdvice : byte
{
    /// <summary>Not as it is.</summary>
    Never = 0,

    /// <summary>After a time, when its amount fits again.</summary>
    After,

    /// <summary>Once a person has approved it.</summary>
    WhenApproved,
}
