using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.People;

/// <summary>Looks again and again, while a long answer is written, whether who asked may still have it.</summary>
internal sealed class RightWatch(IServiceScopeFactory scopes)
{
    /// <summary>How often whoever writes looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Whether session or key, membership and right are still there, in the same organisation.</summary>
    public async Task<bool> HoldsAsync(Principal who, Right right, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = await scope.ServiceProvider.GetRequiredService<Standing>().ConfirmAsync(who, cancel);
        return now.Value is { } confirmed && confirmed.OrganisationId == who.OrganisationId && confirmed.Lacks(right) is null;
    }
}
