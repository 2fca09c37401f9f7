using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Control;

/// <summary>The framework's own keys, which come with its parts: nothing here is protected by them.</summary>
/// <remarks>SECURITY: left alone, they are made at each first start and written, unencrypted, to the user's home. Ours are in the data folder.</remarks>
internal static class UnusedKeys
{
    /// <summary>Keeps them in memory, where anything should ask for them. ORDER: behind everything that adds them.</summary>
    public static IServiceCollection KeepInMemory(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider(NullLoggerFactory.Instance)));
        foreach (var maker in services.Where(IsMaker).ToList())
        {
            services.Remove(maker);
        }

        return services;
    }

    private static bool IsMaker(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && !service.IsKeyedService
        && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly;
}
