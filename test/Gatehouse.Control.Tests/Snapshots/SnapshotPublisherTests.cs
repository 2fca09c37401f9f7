using Gatehouse.Control.Snapshots;

namespace Gatehouse.Control.Tests.Snapshots;

/// <summary>What happens to what is in force when the database goes away, comes back, or changes a little.</summary>
public class SnapshotPublisherTests : IAsyncLifetime
{
    private PlaneRig _rig = null!;
    private World _world = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlaneRig.StartAsync();
        _world = await _rig.WorldAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Database_Away_DeniesCallsUntilItIsBackWithoutARestart()
    {
        Assert.Equal(200, (await _rig.CallAsync(_world.Server, _world.Token)).Status);
        await RunAsync("ALTER TABLE revision RENAME TO away");
        await LookAsync(() => _rig.Control.Logs.All.Any(line => line.Contains("cannot be read", StringComparison.Ordinal)));
        Assert.Equal(200, (await _rig.CallAsync(_world.Server, _world.Token)).Status);

        _rig.Control.Time.Advance(SnapshotPublisher.Patience);
        var (status, text) = await _rig.CallAsync(_world.Server, _world.Token);
        Assert.Equal(503, status);
        Assert.Contains("snapshot-unconfirmed", text, StringComparison.Ordinal);
        Assert.False(_rig.IsReady);

        await RunAsync("ALTER TABLE away RENAME TO revision");
        await LookAsync(() => _rig.Publisher.IsConfirmed);
        Assert.Equal(200, (await _rig.CallAsync(_world.Server, _world.Token)).Status);
        Assert.True(_rig.IsReady);
    }

    [Fact]
    public void PatienceAndInterval_Together_AreUnderTwoSeconds() =>
        Assert.True(SnapshotPublisher.Interval + SnapshotPublisher.Patience < TimeSpan.FromSeconds(2));

    [Fact]
    public async Task Change_OfAGrant_KeepsServersAndCompiledPoliciesAsTheyAre()
    {
        var before = _rig.Publisher.Current;

        await _rig.AdminAsync("PATCH", $"grants/{_world.Grant}", """{"label":"renamed"}""", ("If-Match", "*"));

        var after = _rig.Publisher.Current;
        Assert.NotSame(before, after);
        Assert.Same(before.Servers[_world.Server], after.Servers[_world.Server]);
        Assert.Same(before.FindGrant(_world.Grant)!.Policy, after.FindGrant(_world.Grant)!.Policy);
        Assert.Equal("renamed", after.FindGrant(_world.Grant)!.Facts.Label);
    }

    [Fact]
    public async Task Change_ByAnotherProcess_IsSeenByTheNextLook()
    {
        await RunAsync($"UPDATE grants SET label = 'from elsewhere'; UPDATE revision SET number = number + 1");

        await LookAsync(() => _rig.Publisher.Current.FindGrant(_world.Grant)!.Facts.Label == "from elsewhere");
    }

    [Fact]
    public async Task Policy_DamagedInTheDatabase_DeniesItsGrantsAndNoOthers()
    {
        var other = await _rig.WorldAsync(server: "other");
        await RunAsync($"""
            UPDATE policy_versions SET document = {(_rig.Control.IsPostgres ? "'\\x7B'" : "X'7B'")}, number = 2 WHERE policy_id = '{_world.Policy}';
            UPDATE policies SET current_number = 2 WHERE id = '{_world.Policy}';
            UPDATE revision SET number = number + 1
            """);
        await LookAsync(() => _rig.Control.Logs.All.Any(line => line.Contains("cannot be used", StringComparison.Ordinal)));

        Assert.Contains("[POLICY DENIED]", (await _rig.CallAsync(_world.Server, _world.Token)).Text, StringComparison.Ordinal);
        Assert.Contains("This is a simple text", (await _rig.CallAsync(other.Server, other.Token)).Text, StringComparison.Ordinal);
    }

    // The loop runs on the pool, and its clock is the test's.
    private Task LookAsync(Func<bool> condition) => Eventually.IsAsync(() =>
    {
        _rig.Control.Time.Advance(SnapshotPublisher.Interval / 50);
        return condition();
    });

    private Task RunAsync(string text) => _rig.Control.RunAsync(text);
}
