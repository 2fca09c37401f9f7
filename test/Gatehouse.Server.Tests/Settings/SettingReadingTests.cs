using Gatehouse.Server.Settings;

namespace Gatehouse.Server.Tests.Settings;

public sealed class SettingReadingTests
{
    [Fact]
    public void Read_Nothing_IsLoopbackWithoutTls()
    {
        var (settings, faults) = SettingReading.Read([], _ => null);

        Assert.Empty(faults);
        Assert.Equal("127.0.0.1:8080", settings!.Listen.ToString());
        Assert.Equal("127.0.0.1:8090", settings.People.ToString());
        Assert.Equal("127.0.0.1:8091", settings.Management!.ToString());
        Assert.Equal("http://127.0.0.1:8090", settings.PublicUrl);
        Assert.False(settings.SurvivesPowerLoss);
    }

    [Fact]
    public void Read_FlagVariableAndFile_TheFirstCounts()
    {
        using var folder = new TempFolder();
        var file = folder.Write("server.json", """{"people":"127.0.0.1:1","listen":"127.0.0.1:2","data":"d","networks":["10.0.0.0/8","fd00::/8"]}""");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["GATEHOUSE_PEOPLE"] = "127.0.0.1:3", ["GATEHOUSE_LISTEN"] = "127.0.0.1:4" };

        var (settings, faults) = SettingReading.Read(
            ["--config", file, "--people=127.0.0.1:5"], name => variables.GetValueOrDefault(name));

        Assert.Empty(faults);
        Assert.Equal((5, 4), (settings!.People.Port, settings.Listen.Port));
        Assert.Equal(Path.Combine(folder.Path, "d"), settings.Data);
        Assert.Equal(["10.0.0.0/8", "fd00::/8"], settings.Networks.Select(network => network.ToString()));
    }

    [Fact]
    public void Read_ManyProblems_NamesEveryOneWithItsPlace()
    {
        using var folder = new TempFolder();
        var file = folder.Write("server.json", """{"people":"nowhere","lisen":"x","durability":"maybe","trusted_proxies":[1]}""");

        var (settings, faults) = SettingReading.Read(
            ["--config", file, "--public-url", "https://example.com/path", "--frobnicate", "--key", "k.pem"],
            name => name == "GATEHOUSE_MANAGEMENT" ? "0.0.0.0:1" : null);

        Assert.Null(settings);
        Assert.All(faults, fault => Assert.Equal("setting-invalid", fault.Code.Word));
        string[] places = ["`--frobnicate`", "`lisen`", "`trusted_proxies`", "`people in server.json`", "`--key`", "`GATEHOUSE_MANAGEMENT`",
            "`--public-url`", "`durability in server.json`"];
        Assert.All(places, place => Assert.Contains(faults, fault => fault.Message.Contains(place, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--smtp_host", "127.0.0.1", "write --smtp-host")]
    [InlineData("--SMTP-Host", "127.0.0.1", "write --smtp-host")]
    [InlineData("--frobnicate", "yes", "--help lists them")]
    public void Read_FlagOfAnotherSpelling_IsOneFaultThatNamesTheRightOne(string flag, string value, string help)
    {
        var (_, faults) = SettingReading.Read([flag, value, "--people", "127.0.0.1:5"], _ => null);

        var fault = Assert.Single(faults);
        Assert.Contains($"`{flag}`", fault.Message, StringComparison.Ordinal);
        Assert.Equal(help, fault.Help);
    }

    [Theory]
    [InlineData("http://localhost:4318/v1/logs", "x-key=a, y=b=c", 2)]
    [InlineData("https://collector.example.com/v1/logs?x=1", null, 0)]
    [InlineData("ftp://localhost/", null, -1)]
    [InlineData("http://user:key@localhost/", null, -1)]
    [InlineData("http://localhost/", "canary", -1)]
    [InlineData("http://localhost/", "x=canary\r\ny: z", -1)]
    public void Read_Collector_TakesAnAddressAndHeadersAndTellsNoValue(string address, string? headers, int count)
    {
        var (settings, faults) = SettingReading.Read(["--records-to", address], name => name == "GATEHOUSE_RECORDS_HEADERS" ? headers : null);

        Assert.Equal(count, settings?.RecordsTo?.Headers.Length ?? -1);
        Assert.Equal(count < 0, faults.Count > 0);
        Assert.All(faults, fault => Assert.DoesNotContain("canary", fault.Message + fault.Help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0:8090", false)]
    [InlineData("[::]:8090", false)]
    [InlineData("192.0.2.1:8090", false)]
    [InlineData("[::1]:8090", true)]
    [InlineData("localhost:8090", true)]
    public void Read_PeopleOnAnotherAddressWithoutTls_IsRefused(string address, bool isFine) =>
        Assert.Equal(isFine, SettingReading.Read(["--people", address], _ => null).Faults.Count == 0);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("example.com:80")]
    [InlineData("127.0.0.1:99999")]
    public void Read_AddressWithoutAPort_IsRefused(string address) =>
        Assert.NotEmpty(SettingReading.Read(["--people", address], _ => null).Faults);

    [Fact]
    public void Read_FileThatIsNamedAndAbsent_IsRefused() =>
        Assert.NotEmpty(SettingReading.Read(["--config", "/nowhere/server.json"], _ => null).Faults);

    [Fact]
    public void Page_HasEverySettingInItsThreeSpellings()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Gatehouse.slnx")))
        {
            root = root.Parent;
        }

        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "reference", "server-settings.md"));

        Assert.All(SettingTable.All, setting => Assert.Contains(
            (setting.IsSecret ? "| — | — | `" : $"| `{setting.Name}` | `{setting.Flag}` | `")
            + $"{setting.Variable}` | {setting.Form.Replace("|", "\\|", StringComparison.Ordinal)} | {setting.Default} | {setting.Says} |",
            page, StringComparison.Ordinal));
    }

    [Fact]
    public void SettingTable_All_HasEachSettingOnce() =>
        Assert.Equal(SettingTable.All.Select(setting => setting.Name).Distinct(StringComparer.Ordinal), SettingTable.All.Select(setting => setting.Name));

    [Fact]
    public void Read_TimesToKeep_AreWholeDays()
    {
        var (settings, faults) = SettingReading.Read(["--calls-kept", "90d"], name => name == "GATEHOUSE_AUDIT_KEPT" ? "forever" : null);

        Assert.Empty(faults);
        Assert.Equal((TimeSpan.FromDays(90), null), (settings!.CallsKept, settings.AuditKept));
    }

    [Theory]
    [InlineData("0d")]
    [InlineData("90")]
    [InlineData("-1d")]
    [InlineData("36501d")]
    [InlineData("90h")]
    public void Read_TimeToKeepThatIsNone_IsRefused(string written)
    {
        var (settings, faults) = SettingReading.Read(["--audit-kept", written], _ => null);

        Assert.Null(settings);
        Assert.Contains("`--audit-kept`", Assert.Single(faults).Message, StringComparison.Ordinal);
    }
}
