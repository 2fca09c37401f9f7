using System.Collections.Immutable;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Ledger.Journal;

/// <summary>A call that was sent, or is about to be, and has no outcome yet.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Reserved">What it holds: an outcome repeats it when it is given back.</param>
internal readonly record struct OpenCall(string CallId, ImmutableArray<Reserved> Reserved);
