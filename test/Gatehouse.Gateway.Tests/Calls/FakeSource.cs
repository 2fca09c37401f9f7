using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>A source of snapshots whose confirmation a test takes away.</summary>
internal sealed class FakeSource : ISnapshotSource
{
    public event EventHandler<GatewaySnapshot>? Changed;

    public GatewaySnapshot Current { get; private set; } = new([], [], new GatewaySettings());

    public bool IsConfirmed { get; set; } = true;

    public void Apply(GatewaySnapshot snapshot)
    {
        Current = snapshot;
        Changed?.Invoke(this, snapshot);
    }
}
