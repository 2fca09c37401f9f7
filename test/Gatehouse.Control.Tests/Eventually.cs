namespace Gatehouse.Control.Tests;

/// <summary>Waits for what happens on another thread, as long as it takes and no longer than a minute.</summary>
internal static class Eventually
{
    public static async Task IsAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public static Task IsAsync(Func<bool> condition) => IsAsync(() => Task.FromResult(condition()));
}
