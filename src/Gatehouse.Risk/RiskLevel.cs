namespace Gatehouse.Risk;

/// <summary>How much care a tool needs, from low to critical.</summary>
public enum RiskLevel
{
    /// <summary>Reading without secrets or private data.</summary>
    Low = 0,

    /// <summary>A change that can be changed back, or reading what is private.</summary>
    Medium = 1,

    /// <summary>It reaches others, runs something, or removes something small.</summary>
    High = 2,

    /// <summary>Money, loss of data, or a shell on the host.</summary>
    Critical = 3,
}
