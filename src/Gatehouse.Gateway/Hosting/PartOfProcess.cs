using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Gateway.Hosting;

/// <summary>A listener's host lives as long as whoever started it says. By itself it would take the process's signals, and end in the middle of its start.</summary>
public sealed class PartOfProcess : IHostLifetime
{
    /// <summary>Makes it so.</summary>
    public static void Set(WebApplicationBuilder builder) => builder.Services.AddSingleton<IHostLifetime, PartOfProcess>();

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
