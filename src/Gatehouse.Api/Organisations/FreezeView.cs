namespace Gatehouse.Api.Organisations;

/// <summary>That a grant, a server or an organisation is frozen: every call of it is denied.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who did it, as people know them.</param>
/// <param name="Why">What they said about it; null for nothing.</param>
public sealed record FreezeView(DateTimeOffset At, string By, string? Why = null);

/// <summary>Freezes.</summary>
/// <param name="Why">What others should know.</param>
/// <remarks>At most 500 characters.</remarks>
public sealed record NewFreeze(string? Why = null);
