using Gatehouse.Api.People;
using Gatehouse.Control.Catalogue.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>What people write to whoever runs the catalogue.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task Send_IsKeptForTheOperatorAsItWasWritten()
    {
        await using var rig = await ControlRig.StartAsync();
        var admin = await rig.SeedAsync(Role.Admin);

        Assert.Null(await SendAsync(rig, "ada@example.com", "<script>alert(1)</script>\nSecond line"));

        var list = await rig.SendAsync("GET", "/api/v1/catalogue/messages", token: admin.Token);
        var item = list.Json.GetProperty("items")[0];
        Assert.Equal("<script>alert(1)</script>\nSecond line", item.GetProperty("text").GetString());
        Assert.Equal(("ada@example.com", "/tools"), (item.GetProperty("sender").GetString(), item.GetProperty("page").GetString()));
        Assert.Equal(403, (await rig.SendAsync("GET", "/api/v1/catalogue/messages", token: (await rig.SeedAsync(Role.PolicyManager)).Token)).Status);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("no address", "x")]
    [InlineData("a@b\u202e", "x")]
    [InlineData("a@b", "")]
    [InlineData("a@b", "   ")]
    public async Task Send_WithoutAddressOrText_IsRefused(string sender, string text)
    {
        await using var rig = await ControlRig.StartAsync();

        Assert.Equal("value-invalid", await SendAsync(rig, sender, text));
        Assert.Equal("value-invalid", await SendAsync(rig, "a@b", new string('x', MessageAdministration.Longest + 1)));
    }

    [Fact]
    public async Task Send_InAFlood_IsSlowedDownForTheOneAndTakenAgainLater()
    {
        await using var rig = await ControlRig.StartAsync();
        var taken = 0;
        for (var i = 0; i < 20; i++)
        {
            taken += await SendAsync(rig, "a@b", $"{i}") is null ? 1 : 0;
        }

        Assert.Equal(5, taken);
        Assert.Null(await SendAsync(rig, "a@b", "another", "10.0.0.2"));
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await SendAsync(rig, "a@b", "later"));
    }

    private static Task<string?> SendAsync(ControlRig rig, string sender, string text, string from = "10.0.0.1") => rig.WithAsync(async services =>
        (await services.GetRequiredService<MessageAdministration>().SendAsync(sender, "/tools", text, from, CancellationToken.None)).Refusal?.Fault.Code.Word);
}
