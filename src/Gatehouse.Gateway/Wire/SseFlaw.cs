namespace Gatehouse.Gateway.Wire;

/// <summary>Why an event stream cannot be read on.</summary>
internal enum SseFlaw : byte
{
    /// <summary>An event is not valid UTF-8.</summary>
    NotUtf8 = 0,

    /// <summary>An event is larger than the cap.</summary>
    TooLarge,
}
