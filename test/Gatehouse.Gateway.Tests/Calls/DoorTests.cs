namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>Prompts, resources and completions by the rules of the page: nothing that they do not name reaches the server.</summary>
public sealed class DoorTests
{
    private const string Open = """{"version":"1","default":"allow"}""";
    private const string Closed = """{"version":"1","default":"deny","tools":{"a":{}}}""";
    private const string Named = """{"version":"1","default":"allow","prompts":["q*"],"resources":["x://q/*"]}""";

    public static TheoryData<string, string, string> Passing => new()
    {
        { "prompts/get", """{"name":"q1"}""", "q1" },
        { "resources/read", """{"uri":"x://q/1"}""", "x://q/1" },
        { "resources/subscribe", """{"uri":"x://q/1"}""", "x://q/1" },
        { "resources/unsubscribe", """{"uri":"x://q/1"}""", "x://q/1" },
        { "completion/complete", """{"ref":{"type":"ref/prompt","name":"q1"},"argument":{"name":"n","value":"v"}}""", "q1" },
        { "completion/complete", """{"ref":{"type":"ref/resource","uri":"x://q/1"},"argument":{"name":"n","value":"v"}}""", "x://q/1" },
    };

    public static TheoryData<string, string> Stopped => new()
    {
        { "prompts/get", """{"name":"p"}""" },
        { "prompts/get", """{"name":"Q1"}""" },
        { "resources/read", """{"uri":"x://p"}""" },
        { "resources/read", """{"uri":"x://q/../p"}""" },
        { "resources/read", """{"uri":"x://q/%2e%2e/p"}""" },
        { "resources/read", """{"uri":"x://q/a%2Fb"}""" },
        { "resources/read", """{"uri":"x://q/a%5cb"}""" },
        { "resources/read", """{"uri":"x://q/a\\b"}""" },
        { "resources/subscribe", """{"uri":"x://p"}""" },
        { "resources/unsubscribe", """{"uri":"x://p"}""" },
        { "completion/complete", """{"ref":{"type":"ref/prompt","name":"p"},"argument":{"name":"n","value":"v"}}""" },
        { "completion/complete", """{"ref":{"type":"ref/resource","uri":"x://p"},"argument":{"name":"n","value":"v"}}""" },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Door_NamedByThePolicy_IsRecordedAndSentAsItCame(string method, string parameters, string target)
    {
        await using var rig = await CallRig.StartAsync();

        await rig.SendAsync(rig.Grant(Named), CallRig.Request(method, parameters));

        Assert.Equal([CallRig.Request(method, parameters)], rig.Sent);
        Assert.Equal((method, target), (Assert.Single(rig.Recorder.Intents).Method, rig.Recorder.Intents[0].Target));
        Assert.Equal(["intent", "sent"], rig.Steps.All.Where(step => step is "intent" or "sent"));
    }

    [Theory]
    [MemberData(nameof(Stopped))]
    public async Task Door_NotNamedByThePolicy_IsDeniedAndNeverSent(string method, string parameters)
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(rig.Grant(Named), CallRig.Request(method, parameters));

        Assert.Contains("\"error\"", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
        Assert.Contains("denial", rig.Steps.All);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Door_WithoutPatterns_FollowsTheDefault(string method, string parameters, string target)
    {
        await using var rig = await CallRig.StartAsync();

        await rig.SendAsync(rig.Grant(Closed), CallRig.Request(method, parameters));
        Assert.Empty(rig.Sent);

        await rig.SendAsync(rig.Grant(Open), CallRig.Request(method, parameters));
        Assert.Equal([CallRig.Request(method, parameters)], rig.Sent);
        Assert.Equal(target, rig.Recorder.Intents[^1].Target);
    }

    [Theory]
    [InlineData("""{"resourceSubscriptions":["x://q/1","x://p"]}""")]
    [InlineData("""{"resourceSubscriptions":"x://q/1"}""")]
    [InlineData("""{"resourceSubscriptions":[7]}""")]
    [InlineData("""{"somethingElse":true}""")]
    [InlineData("[]")]
    public async Task Listen_ToOneThingThatMayNotPass_IsDeniedWhole(string notifications)
    {
        await using var rig = await CallRig.StartAsync();

        await rig.SendAsync(rig.Grant(Named), CallRig.ModernRequest("subscriptions/listen", $"\"notifications\":{notifications}"));

        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Listen_ToWhatMayPass_IsSent()
    {
        await using var rig = await CallRig.StartAsync();
        var body = CallRig.ModernRequest("subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"x://q/1\"]}");

        await rig.SendAsync(rig.Grant(Named), body);

        Assert.Equal([body], rig.Sent);
    }

    [Fact]
    public async Task Door_ThatCannotBeRecorded_IsNotSent()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Recorder.Fault = new Gatehouse.Policy.Fault(new("disk-full"), "no room");

        var reply = await rig.SendAsync(rig.Grant(Open), CallRig.Request("resources/read", """{"uri":"x://q/1"}"""));

        Assert.Empty(rig.Sent);
        Assert.Equal(503, reply.Status);
    }

    [Theory]
    [InlineData("resources/delete")]
    [InlineData("Resources/read")]
    [InlineData("prompts/got")]
    public async Task Method_ThatIsNotListed_IsRefusedAndNeverSent(string method)
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(rig.Grant(Open), CallRig.Request(method, """{"uri":"x://q/1","name":"q1"}"""));

        Assert.Contains("-32601", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }
}
