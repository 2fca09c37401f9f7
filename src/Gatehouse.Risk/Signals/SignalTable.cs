using System.Collections.Immutable;

namespace Gatehouse.Risk.Signals;

/// <summary>Every signal, in the order in which they move a level.</summary>
internal static class SignalTable
{
    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Signal> All =
    [
        new ScopedSignal(),
        new SecretSignal(),
        new PrivateSignal(),
        new ExternalSignal(),
        new BulkSignal(),
        new AdminSignal(),
        new CodeSignal(),
        new OverwriteSignal(),
        new IrreversibleSignal(),
        new PhysicalSignal(),
        new DrySignal(),
    ];

    /// <summary>The signal of a name.</summary>
    public static Signal Of(string name) => All.First(signal => signal.Name == name);

    /// <summary>The level that a category begins with.</summary>
    public static RiskLevel Start(RiskCategory category) => category switch
    {
        RiskCategory.Read => RiskLevel.Low,
        RiskCategory.Other or RiskCategory.Write => RiskLevel.Medium,
        RiskCategory.Execute => RiskLevel.High,
        _ => RiskLevel.Critical,
    };
}
