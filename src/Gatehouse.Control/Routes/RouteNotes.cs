using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Builder;

namespace Gatehouse.Control.Routes;

/// <summary>What an endpoint does, in a sentence without its full stop: for the API's document.</summary>
internal sealed record RouteSummary(string Text);

/// <summary>Faults that an endpoint may answer with, beside those that every one has.</summary>
internal sealed record RouteFaults(ImmutableArray<FaultCode> Codes);

/// <summary>Something that an endpoint reads from the query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Says">What it does.</param>
/// <param name="Words">All that it may be; empty for any text.</param>
internal sealed record QueryNote(string Name, string Says, params ImmutableArray<string> Words);

/// <summary>The endpoint answers a part of a list.</summary>
internal sealed record PageMark
{
    public static readonly PageMark It = new();
}

/// <summary>The endpoint wants <c>If-Match</c>.</summary>
internal sealed record VersionMark
{
    public static readonly VersionMark It = new();
}

/// <summary>The endpoint takes an <c>Idempotency-Key</c>.</summary>
internal sealed record RepeatMark
{
    public static readonly RepeatMark It = new();
}

/// <summary>What endpoints say of themselves for docs/reference/openapi.json. What is read without being said here throws.</summary>
internal static class RouteNotes
{
    /// <summary>What it does.</summary>
    public static T Says<T>(this T endpoint, string summary)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new RouteSummary(summary));

    /// <summary>Faults beside those that follow from its shape.</summary>
    public static T Refuses<T>(this T endpoint, params ReadOnlySpan<FaultCode> faults)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new RouteFaults([.. faults]));

    /// <summary>A text of the query, or one of some words.</summary>
    public static IEndpointConventionBuilder Takes(
        this IEndpointConventionBuilder endpoint, string name, string says, params ImmutableArray<string> words) =>
        endpoint.WithMetadata(new QueryNote(name, says, words));

    /// <summary>A word of the query.</summary>
    public static IEndpointConventionBuilder Takes<TWord>(this IEndpointConventionBuilder endpoint, string name, string says)
        where TWord : struct, Enum => endpoint.Takes(name, says, [.. Words<TWord>.All]);

    /// <summary>Filters that several endpoints share.</summary>
    public static IEndpointConventionBuilder Takes(this IEndpointConventionBuilder endpoint, params ReadOnlySpan<QueryNote> notes) =>
        endpoint.WithMetadata([.. notes]);

    /// <summary>Takes <c>limit</c> and <c>cursor</c>.</summary>
    public static T IsPaged<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(PageMark.It);

    /// <summary>Takes an <c>Idempotency-Key</c>, as what makes something does.</summary>
    public static T IsRepeatable<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(RepeatMark.It);

    /// <summary>The change is made from a version that <c>If-Match</c> names.</summary>
    public static T ChecksVersion<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(VersionMark.It);
}
