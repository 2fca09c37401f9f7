using System.Collections.Immutable;

namespace Gatehouse.Control.Exports.Otlp;

/// <summary>The collector that gets every record and every change. The operator names it, so its address may be private.</summary>
/// <param name="Address">Where log records are posted, like <c>http://localhost:4318/v1/logs</c>.</param>
/// <param name="Headers">Sent with each request; they may hold a key.</param>
/// <param name="PlaceFile">The file that keeps how far it got.</param>
public sealed record RecordCollector(Uri Address, ImmutableArray<KeyValuePair<string, string>> Headers, string PlaceFile);
