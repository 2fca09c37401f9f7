using System.Globalization;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Ledger.Tests.Index;

public class BackgroundThreadTests
{
    [Fact]
    public void Start_OnLinux_GivesWayToOtherThreads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux weighs threads by niceness");
        var niceness = 0;
        BackgroundThread.Start("background", () =>
        {
            // `man proc`: the 19th field; the name before it may hold spaces.
            var stat = File.ReadAllText("/proc/thread-self/stat");
            niceness = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
        }).Join();

        Assert.True(niceness >= 10, $"niceness {niceness}");
    }
}
