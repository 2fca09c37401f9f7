using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>One gateway for all tests of framing; bodies end at 4,096 bytes.</summary>
public sealed class FramedWorld : IAsyncLifetime
{
    internal World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.CreateAsync();
        await World.ServeAsync(World.Config("\"sizes\":{\"body_bytes\":4096},"));
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
