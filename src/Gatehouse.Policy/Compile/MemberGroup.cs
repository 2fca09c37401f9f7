namespace Gatehouse.Policy.Compile;

/// <summary>Member steps whose keys differ at most in letter case.</summary>
/// <param name="Folded">What their keys have in common, as UTF-8.</param>
/// <param name="Nodes">The steps.</param>
internal sealed record MemberGroup(byte[] Folded, PathNode[] Nodes);
