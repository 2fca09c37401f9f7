using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Tests.Language;

public sealed class TimeZonesTests
{
    private static readonly JsonValue _place = new(0, null, null, 0);

    [Fact]
    public void Read_MachineWithoutDatabase_SaysSo()
    {
        var sink = new FindingSink();

        var zone = new TimeZones(_ => null, sink).Read(_place, "Europe/Berlin");

        Assert.Equal(TimeZoneInfo.Utc, zone);
        Assert.Equal("timezone-data-missing", Assert.Single(sink.Resolve([])).Code);
    }

    [Fact]
    public void Read_UtcWithoutDatabase_IsUtc()
    {
        var sink = new FindingSink();

        Assert.Equal(TimeZoneInfo.Utc, new TimeZones(_ => null, sink).Read(_place, "UTC"));
        Assert.Empty(sink.Resolve([]));
    }

    [Fact]
    public void Read_ZoneWithSummerTime_KnowsIt()
    {
        var zone = Policies.Load("""{"version":"1","default":"deny","timezone":"Europe/Berlin"}""").TimeZone;

        Assert.Equal(TimeSpan.FromHours(1), zone.GetUtcOffset(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(TimeSpan.FromHours(2), zone.GetUtcOffset(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero)));
    }
}
