using Gatehouse.Gateway.Recording;

namespace Gatehouse.Gateway.Calls;

/// <summary>How a forwarded message ended; its answer was given by then.</summary>
/// <param name="Class">How.</param>
/// <param name="Bytes">Size of the upstream's answer.</param>
/// <param name="Fault">Stable code of an upstream fault, or null.</param>
/// <param name="NothingSent">Whether provably no byte of the message reached the upstream.</param>
internal readonly record struct ForwardEnd(OutcomeClass Class, long Bytes, string? Fault, bool NothingSent);
