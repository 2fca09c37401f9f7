using System.Collections.Immutable;

namespace Gatehouse.Api.Approvals;

/// <summary>A person's answer.</summary>
/// <param name="Digest">Of what was shown; may be left out where <c>If-Match</c> has the version that was shown.</param>
/// <param name="Comment">What others should know, at most 500 characters.</param>
/// <param name="Link">From the e-mail by which one came: it must have been sent to who answers. Null for any other way.</param>
public sealed record Settlement(string? Digest = null, string? Comment = null, string? Link = null);

/// <summary>Refuses several requests at once.</summary>
/// <param name="Ids">1 to 200 requests.</param>
/// <param name="Comment">What others should know, at most 500 characters.</param>
public sealed record BulkRefusal(ImmutableArray<string> Ids, string? Comment = null);

/// <summary>What came of each.</summary>
/// <param name="Refused">Those that are refused now.</param>
/// <param name="NotRefused">Those that stay as they are.</param>
public sealed record BulkRefused(ImmutableArray<string> Refused, ImmutableArray<NotRefused> NotRefused);

/// <summary>A request that was not refused.</summary>
/// <param name="Id">Which.</param>
/// <param name="Code">The fault's code.</param>
public sealed record NotRefused(string Id, string Code);
