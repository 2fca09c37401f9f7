namespace Gatehouse.Browser.Tests;

/// <summary>An installation with a month behind it: one server, ten agents that are all denied by a rule of their own, one that is let through.</summary>
public sealed class Past : Installation
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var server = await AskAsync(HttpMethod.Post, "servers", new { id = "payments", url = DemoUrl });
    }

    protected override void Prepare(string data) => History.Write(
        data, TimeProvider.System.GetUtcNow().AddMinutes(-2),
        [
            .. Enumerable.Range(0, 10).Select(i => new Habit("payments", $"agent-{i}", "create_refund", 3, 20)
            {
                Rule = $"/tools/create_refund/deny_if/{i}", Denied = 100,
            }),
            new Habit("payments", "agent-0", "list_payments", 4, 1_840) { Failing = 30 },
        ]);
}
