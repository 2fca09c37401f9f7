namespace Gatehouse.Gateway.Snapshots;

/// <summary>What is in force, and word of each change.</summary>
public interface ISnapshotSource
{
    /// <summary>The snapshot in force. A request takes it once and keeps it.</summary>
    GatewaySnapshot Current { get; }

    /// <summary>Whether <see cref="Current"/> is known to be what is in force. While it is not, every call is denied.</summary>
    bool IsConfirmed { get; }

    /// <summary>Raised after a new snapshot is in force; handlers are quick and do not throw.</summary>
    event EventHandler<GatewaySnapshot>? Changed;
}
