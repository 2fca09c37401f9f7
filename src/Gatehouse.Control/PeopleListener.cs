using System.Net;
using Gatehouse.Gateway.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control;

/// <summary>Where people connect, and which pages there are beside the API.</summary>
internal sealed record PeopleListener
{
    /// <summary>The address; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Its certificate; null for plain HTTP.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>Most connections at once.</summary>
    public int MaxConnections { get; init; } = 1_000;

    /// <summary>How long requests may finish once the process was told to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the pages need; nothing where there are none.</summary>
    public Action<IServiceCollection> AddPages { get; init; } = static _ => { };

    /// <summary>Maps the pages; each says who may come.</summary>
    public Action<IEndpointRouteBuilder> MapPages { get; init; } = static _ => { };
}
