namespace Gatehouse.Control.Tests.Catalogue;

public sealed class CatalogueStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_IsOnItsOwnThreadOneAfterTheOther()
    {
        await using var rig = await CatalogueRig.StartAsync();
        var at = 0;
        var most = 0;
        var threads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.Store.WriteAsync(
            _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref at));
                Thread.Yield();
                Interlocked.Decrement(ref at);
                return Thread.CurrentThread.Name;
            },
            Cancel).AsTask()));

        Assert.All(threads, name => Assert.Equal("catalogue", name));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task WriteAsync_WorkThrows_IsTakenBackThrownHereAndTheNextGoesOn()
    {
        await using var rig = await CatalogueRig.StartAsync();
        var changes = rig.Store.Changes;

        await Assert.ThrowsAsync<FormatException>(async () => await rig.Store.WriteAsync<int>(
            session =>
            {
                session.Execute("DELETE FROM catalogue_schema");
                throw new FormatException();
            },
            Cancel));

        Assert.Equal(changes, rig.Store.Changes);
        Assert.True(await rig.Store.WriteAsync(session => session.Number("SELECT count(*) FROM catalogue_schema"), Cancel) > 0);
    }

    [Fact]
    public async Task WriteAsync_GivenUpBefore_DoesNothing()
    {
        await using var rig = await CatalogueRig.StartAsync();
        var done = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await rig.Store.WriteAsync(_ => done = true, new CancellationToken(canceled: true)));

        Assert.False(done);
    }
}
