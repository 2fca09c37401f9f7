namespace Gatehouse.Policy.Language;

/// <summary>One thing the validator has to say: section 7.</summary>
/// <param name="Severity">Whether it stops loading.</param>
/// <param name="Code">Stable word in kebab case; each has its line in docs/reference/findings.md.</param>
/// <param name="Pointer">JSON Pointer of the place.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to write instead, or null.</param>
public sealed record Finding(
    FindingSeverity Severity, string Code, string Pointer, int Line, int Column, string Message, string? Hint = null);

/// <summary>How much a finding weighs.</summary>
public enum FindingSeverity : byte
{
    /// <summary>Stops a policy from being saved or loaded.</summary>
    Error = 0,

    /// <summary>Needs a yes on saving, is logged on loading.</summary>
    Confirmation,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Explains how something is read.</summary>
    Note,
}
