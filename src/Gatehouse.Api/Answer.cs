using Gatehouse.Api.Faults;

namespace Gatehouse.Api;

/// <summary>What the server said to one request: a value or a problem.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">The value; null with a problem.</param>
/// <param name="Problem">Why not; null with a value.</param>
public sealed record Answer<T>(T? Value, Problem? Problem)
    where T : class;
