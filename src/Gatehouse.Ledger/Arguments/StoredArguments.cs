using Gatehouse.Gateway.Recording.Arguments;

namespace Gatehouse.Ledger.Arguments;

/// <summary>Stored arguments of one call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="ServerId">Its server.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Until">Until when they are kept.</param>
/// <param name="Bytes">Their size as they were sent.</param>
/// <param name="Values">The arguments; null where they were too large to be stored, or <paramref name="IsUnreadable"/>.</param>
/// <param name="IsUnreadable">Whether they do not open: their key is gone, or they are not as they were written.</param>
public sealed record StoredArguments(
    string CallId, string ServerId, DateTimeOffset Time, DateTimeOffset Until, int Bytes, RedactedArguments? Values, bool IsUnreadable);
