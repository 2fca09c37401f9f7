namespace Gatehouse.Ledger.Counters;

/// <summary>Which counter, in which window.</summary>
/// <param name="Counter">The digest of its identity.</param>
/// <param name="Window">The window's text.</param>
internal readonly record struct CounterKey(string Counter, string Window);
