using System.Collections.Immutable;

namespace Gatehouse.Api;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">What <c>?cursor=</c> takes for the part behind this one; null at the end.</param>
public sealed record Page<T>(ImmutableArray<T> Items, string? Next = null);
