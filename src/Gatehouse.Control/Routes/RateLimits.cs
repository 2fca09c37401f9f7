using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Routes;

/// <summary>Who asks too often waits: by network address where nobody need be known, else by person or API key.</summary>
internal static class RateLimits
{
    private const int Ipv6Site = 8; // bytes: 64 bits are one site, however many addresses it takes

    public static IServiceCollection AddRates(this IServiceCollection services, RateSettings settings) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => PartitionOf(http, settings));
        limiter.OnRejected = static (rejected, _) => new ValueTask(Problems.WriteAsync(
            rejected.HttpContext,
            new Refusal(new Fault(ControlFaults.TooManyRequests, "too many requests came at once", "wait as long as `Retry-After` says"))
            {
                RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null,
            }));
    });

    /// <summary>Says that strangers make this server send an e-mail here.</summary>
    public static T SendsMail<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(MailMark.It);

    /// <summary>Says that strangers make rows here.</summary>
    public static T RegistersClients<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(RegistrationMark.It);

    private static RateLimitPartition<string> PartitionOf(HttpContext http, RateSettings settings)
    {
        if (http.Features.Get<Principal>() is { } who)
        {
            return Bucket("known " + who.Id, settings.Known);
        }

        var site = SiteOf(Addresses.Of(http));
        return http.GetEndpoint()?.Metadata.GetMetadata<MailMark>() is not null ? Bucket("mail " + site, settings.Mail)
            : http.GetEndpoint()?.Metadata.GetMetadata<RegistrationMark>() is not null ? Bucket("client " + site, settings.Registrations)
            : HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? Bucket("read " + site, settings.StrangersReads)
            : Bucket("change " + site, settings.StrangersChanges);
    }

    /// <summary>An address, or the site that an address of IPv6 belongs to.</summary>
    public static string SiteOf(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(Ipv6Site).Clear();
        return new IPAddress(bytes) + "/64";
    }

    /// <summary>What one asker may take.</summary>
    public static RateLimitPartition<string> Bucket(string key, RateShare share) => RateLimitPartition.GetTokenBucketLimiter(
        key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = share.Burst, TokensPerPeriod = share.More, ReplenishmentPeriod = share.Period, QueueLimit = 0, AutoReplenishment = true,
        });

    private sealed class MailMark
    {
        public static readonly MailMark It = new();
    }

    private sealed class RegistrationMark
    {
        public static readonly RegistrationMark It = new();
    }
}
