using System.Collections.Immutable;

namespace Gatehouse.Gateway.Wire;

/// <summary>One argument that travels as a header too.</summary>
/// <param name="Header">The header's whole name.</param>
/// <param name="Path">Member names from the arguments down to the value, in UTF-8.</param>
internal sealed record ParamHeader(string Header, ImmutableArray<byte[]> Path);
