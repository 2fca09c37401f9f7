namespace Gatehouse.Policy;

/// <summary>An expected failure: returned, never thrown.</summary>
/// <param name="Code">Stable code that programs may test.</param>
/// <param name="Message">One sentence, lower-case start, no full stop, user input in backticks, never a secret.</param>
/// <param name="Help">What to do about it, or null.</param>
public sealed record Fault(FaultCode Code, string Message, string? Help = null);
