namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>The flags in force at a place of a pattern.</summary>
/// <param name="IgnoreCase"><c>(?i)</c></param>
/// <param name="Multiline"><c>(?m)</c></param>
/// <param name="Singleline"><c>(?s)</c></param>
internal readonly record struct PatternFlags(bool IgnoreCase, bool Multiline, bool Singleline);
