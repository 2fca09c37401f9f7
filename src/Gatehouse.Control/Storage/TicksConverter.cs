using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Gatehouse.Control.Storage;

/// <summary>Times are ticks of UTC, as in the ledger's tables: they compare and sort as numbers on every database.</summary>
internal sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

/// <summary>Durations are ticks.</summary>
internal sealed class DurationConverter() : ValueConverter<TimeSpan, long>(span => span.Ticks, ticks => new TimeSpan(ticks));
