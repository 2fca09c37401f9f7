using Gatehouse.Api.People;

namespace Gatehouse.Control.Tests.Routes;

/// <summary>What holds for every address: who is turned away before anything looks at the request.</summary>
public sealed class RequestTests
{
    private const string Path = "/api/v1/organisation";

    [Theory]
    [InlineData("""{"name":"A","extra":1}""")]
    [InlineData("""{"name":"A","name":"B"}""")]
    [InlineData("""{"name":"A","n\u0061me":"B"}""")]
    [InlineData("""{"Name":"A"}""")]
    [InlineData("""{"name":1}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"A",}""")]
    [InlineData("""{"name":"A"} {}""")]
    [InlineData("""["name"]""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Body_ThatCouldBeReadInTwoWays_Is400(string json)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PATCH", Path, json, key.Token, ("If-Match", "\"1\""));

        Assert.Equal((400, "body-invalid"), (reply.Status, reply.Code));
        Assert.DoesNotContain("Gatehouse.", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Content-Type", "application/json; charset=utf-16")]
    [InlineData("Content-Encoding", "gzip")]
    public async Task Body_OfAnotherKind_Is415(string header, string value)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PATCH", Path, """{"name":"A"}""", key.Token, (header, value), ("If-Match", "\"1\""));

        Assert.Equal((415, "media-type-unsupported"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Body_OfMoreThanOneMebibyte_Is413()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PATCH", Path, $$"""{"name":"{{new string('a', 1024 * 1024)}}"}""", key.Token);

        Assert.Equal((413, "body-too-large"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not-found")]
    [InlineData("GET", "/", 404, "not-found")]
    [InlineData("DELETE", "/api/v1/organisation", 405, "method-unknown")]
    public async Task Address_ThatIsNotMapped_IsAProblem(string method, string path, int status, string code)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync(method, path, token: key.Token);

        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Equal("application/problem+json", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Host_ThatIsNotOurs_Is421()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("GET", Path, token: key.Token, headers: ("Host", "rebound.example"));

        Assert.Equal((421, "host-unknown"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Origin", "http://127.0.0.1:8090", 200)]
    public async Task Change_FromABrowsersPage_OnlyFromOurOwn(string header, string value, int status)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PUT", Path + "/freeze", "{}", key.Token, (header, value));

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Change_WithACookieAndNoWordOfItsPage_IsRefused()
    {
        await using var rig = await ControlRig.StartAsync();

        var reply = await rig.SendAsync("PUT", Path + "/freeze", "{}", headers: ("Cookie", "gatehouse=ghs_x"));

        Assert.Equal((403, "origin-foreign"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Authorization_Twice_IsNobody()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("GET", Path, token: key.Token, headers: ("Authorization", "Bearer " + key.Token));

        Assert.Equal((401, "sign-in-needed"), (reply.Status, reply.Code));
        Assert.Equal("Bearer", reply.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task WrongKeys_FromOneAddress_AreSlowedDownAndRightOnesAreNot()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Viewer);
        Reply last = null!;
        for (var i = 0; i < 61; i++)
        {
            last = await rig.SendAsync("GET", Path, token: "ghk_wrong");
        }

        Assert.Equal((429, "too-many-requests"), (last.Status, last.Code));
        Assert.Equal(200, (await rig.SendAsync("GET", Path, token: key.Token)).Status);
    }
}
