using Gatehouse.Control.People;
using Microsoft.AspNetCore.Builder;

namespace Gatehouse.Control.Routes;

/// <summary>Who may come to an endpoint: everybody for a written reason, or those with a right.</summary>
internal sealed record Access
{
    private Access(Right needed, string? why) => (Needed, PublicBecause) = (needed, why);

    /// <summary>The right; <see cref="Right.None"/> where <see cref="PublicBecause"/> says why none is needed.</summary>
    public Right Needed { get; }

    /// <summary>Why everybody may; null where a right is needed.</summary>
    public string? PublicBecause { get; }

    public static Access Of(Right right) => new(right, null);

    public static Access Public(string why) => new(Right.None, why);
}

/// <summary>What an endpoint says of itself. One that says nothing stops the start.</summary>
internal static class AccessMarks
{
    /// <summary>Only those with a right.</summary>
    public static T Needs<T>(this T endpoint, Right right)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(Access.Of(right));

    /// <summary>Everybody.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="why">Why nobody need be known here, for the reader of the code.</param>
    public static T IsPublic<T>(this T endpoint, string why)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(Access.Public(why));
}
