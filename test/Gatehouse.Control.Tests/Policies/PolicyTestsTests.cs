using System.Text.Json;
using Gatehouse.Api.People;

namespace Gatehouse.Control.Tests.Policies;

public sealed class PolicyTestsTests
{
    private const string Open = """{"version":"1","default":"deny","tools":{"read":{}}}""";
    private const string Shut = """{"version":"1","default":"deny"}""";

    private const string ReadPasses = """
        {"policy":"p.json","cases":[{"name":"reading goes through","call":{"tool":"read"},"expect":{"outcome":"allowed"}}]}
        """;

    [Fact]
    public async Task Save_WhoseTestsFail_IsRefusedWithTheCases_AndNothingIsSaved()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        var id = await CreateAsync(rig, key, Open, ReadPasses);

        var refused = await SaveAsync(rig, key, id, $$"""{"document":{{Text(Shut)}},"confirmed":true}""");

        Assert.Equal((422, "policy-tests-failed"), (refused.Status, refused.Code));
        var failed = Assert.Single(refused.Json.GetProperty("tests").EnumerateArray());
        Assert.Equal("reading goes through", failed.GetProperty("name").GetString());
        Assert.Equal("(default deny)", failed.GetProperty("actual").GetProperty("rule").GetString());
        Assert.Equal("1", (await GetAsync(rig, key, id))["current"]);
    }

    [Fact]
    public async Task Save_WithOtherTests_IsHeldToThose_AndTheyStayForTheNext()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        var id = await CreateAsync(rig, key, Open, ReadPasses);
        var denies = ReadPasses.Replace("\"allowed\"", "\"denied\"", StringComparison.Ordinal);

        var saved = await SaveAsync(rig, key, id, $$"""{"document":{{Text(Shut)}},"confirmed":true,"tests":{{Text(denies)}} }""");
        var back = await SaveAsync(rig, key, id, $$"""{"document":{{Text(Open)}},"confirmed":true}""");
        var without = await SaveAsync(rig, key, id, $$"""{"document":{{Text(Open)}},"confirmed":true,"tests":""}""");

        Assert.Equal((200, denies), (saved.Status, saved["tests"]));
        Assert.Equal("policy-tests-failed", back.Code);
        Assert.Equal(200, without.Status);
        Assert.False(without.Json.TryGetProperty("tests", out _));
    }

    [Fact]
    public async Task RollBack_ToATextThatTheTestsOfNowRefuse_NeedsTheTestsOfThen()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        var id = await CreateAsync(rig, key, Shut, null);
        Assert.Equal(200, (await SaveAsync(rig, key, id, $$"""{"document":{{Text(Open)}},"confirmed":true,"tests":{{Text(ReadPasses)}} }""")).Status);

        var refused = await BackAsync(rig, key, id, """{"number":1,"confirmed":true}""");
        var done = await BackAsync(rig, key, id, """{"number":1,"confirmed":true,"with_tests":true}""");

        Assert.Equal("policy-tests-failed", refused.Code);
        Assert.Equal((200, "3"), (done.Status, done["current"]));
        Assert.False(done.Json.TryGetProperty("tests", out _));
    }

    [Fact]
    public async Task Run_DraftOrTests_TellsEveryCaseAndSavesNothing()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        var viewer = await rig.SeedAsync(Role.Viewer, key.OrganisationId);
        var id = await CreateAsync(rig, key, Open, ReadPasses);

        var own = await rig.SendAsync("POST", $"/api/v1/policies/{id}/tests", "{}", viewer.Token);
        var draft = await rig.SendAsync("POST", $"/api/v1/policies/{id}/tests", $$"""{"document":{{Text(Shut)}}}""", viewer.Token);

        Assert.Equal(("1", "0"), (own["passed"], own["failed"]));
        Assert.Equal(("0", "1"), (draft["passed"], draft["failed"]));
        Assert.Equal("1", (await GetAsync(rig, key, id))["current"]);
    }

    [Theory]
    [InlineData("""{"cases":[]}""", "policy-tests-invalid")]
    [InlineData("""{"policy":"p","cases":[{"name":"a","call":{"tool":"x"}}]}""", "policy-tests-invalid")]
    [InlineData("""{"policy":"p","cases":[{"name":"a","repeat":100000,"call":{"tool":"read"},"expect":{"outcome":"allowed"}}]}""", "policy-tests-too-long")]
    public async Task Create_WithTestsThatCannotRun_IsRefused(string tests, string code)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);

        var reply = await rig.SendAsync(
            "POST", "/api/v1/policies", $$"""{"name":"p","document":{{Text(Open)}},"confirmed":true,"tests":{{Text(tests)}} }""", key.Token);

        Assert.Equal((422, code), (reply.Status, reply.Code));
    }

    private static string Text(string document) => JsonSerializer.Serialize(document);

    private static async Task<string> CreateAsync(ControlRig rig, SeededKey key, string document, string? tests)
    {
        var more = tests is null ? "" : $",\"tests\":{Text(tests)}";
        var reply = await rig.SendAsync("POST", "/api/v1/policies", $$"""{"name":"p","document":{{Text(document)}},"confirmed":true{{more}} }""", key.Token);
        Assert.True(reply.Status == 201, reply.Text);
        return reply["id"]!;
    }

    private static Task<Reply> GetAsync(ControlRig rig, SeededKey key, string id) => rig.SendAsync("GET", $"/api/v1/policies/{id}", token: key.Token);

    private static Task<Reply> SaveAsync(ControlRig rig, SeededKey key, string id, string body) =>
        rig.SendAsync("POST", $"/api/v1/policies/{id}/versions", body, key.Token, ("If-Match", "*"));

    private static Task<Reply> BackAsync(ControlRig rig, SeededKey key, string id, string body) =>
        rig.SendAsync("POST", $"/api/v1/policies/{id}/rollback", body, key.Token, ("If-Match", "*"));
}
