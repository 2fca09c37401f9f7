namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>One column of a picture.</summary>
/// <param name="At">Where its time begins.</param>
/// <param name="Says">What it says to those who point at it.</param>
/// <param name="Parts">From the bottom up.</param>
public sealed record ChartColumn(DateTimeOffset At, string Says, long[] Parts);
