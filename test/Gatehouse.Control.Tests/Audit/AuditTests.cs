using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Audit;

public class AuditTests
{
    [Fact]
    public async Task List_IsNewestFirstWithWhoAndFromWhere()
    {
        await using var town = await Town.BuildAsync();
        await town.AdminAsync("PUT", "/organisation/freeze", new { why = "a test" });

        var items = (await town.AdminAsync("GET", "/audit")).Json.GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal("organisation.frozen", items[0].GetProperty("what").GetString());
        Assert.Equal("person", items[0].GetProperty("actor_kind").GetString());
        Assert.Equal(Town.AdminEmail, items[0].GetProperty("actor").GetString());
        Assert.Equal("127.0.0.1", items[0].GetProperty("from").GetString());
        Assert.Contains("a test", items[0].GetProperty("after").GetString(), StringComparison.Ordinal);
        Assert.Equal("link", items[^1].GetProperty("actor_kind").GetString());
        Assert.Equal(Enumerable.Range(1, items.Length).Reverse(), items.Select(item => item.GetProperty("sequence").GetInt32()));
    }

    [Theory]
    [InlineData("UPDATE audit SET after = 'x' WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET actor = 'nobody' WHERE sequence = 1", 1)]
    [InlineData("UPDATE audit SET at = at + 1 WHERE sequence = 3", 3)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET before = after, after = NULL WHERE sequence = 1", 1)]
    public async Task Check_OfAnEntryThatWasTouched_SaysWhere(string sql, int at)
    {
        await using var town = await Town.BuildAsync();
        Assert.Equal("True", (await town.AdminAsync("GET", "/audit/verify"))["is_sound"]);
        await town.Rig.WithAsync(services => services.GetRequiredService<ControlDb>().Database.ExecuteSqlRawAsync(sql));

        var check = await town.AdminAsync("GET", "/audit/verify");

        Assert.Equal(("False", at), (check["is_sound"], check.Json.GetProperty("flaw").GetProperty("sequence").GetInt32()));
    }
}
