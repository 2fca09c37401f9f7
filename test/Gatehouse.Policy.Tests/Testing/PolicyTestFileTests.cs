using System.Text;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Testing;
using Gatehouse.Policy.Tests.Language;
using Xunit;

namespace Gatehouse.Policy.Tests.Testing;

public sealed class PolicyTestFileTests
{
    private const string Plain = """
        {"policy":"p.json","cases":[{"name":"n","call":{"tool":"t"},"expect":{"outcome":"allowed"}}]}
        """;

    [Fact]
    public void Read_OnlyWhatMustBeThere_TakesTheDefaults()
    {
        var test = Read(Plain).File!.Cases.Single();

        Assert.Equal((1, TimeSpan.Zero), (test.Repeat, test.Every));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), test.At);
        Assert.Equal(new PolicyTestExpectation(Outcome.Allowed, null), test.Expect);
        Assert.Null(Read(Plain).File!.Tools);
    }

    [Fact]
    public void Read_EveryFact_IsInTheCall()
    {
        var call = Read("""
            {"policy":"p","cases":[{"name":"n","at":"2026-02-03T04:05:06+01:00","every":"90s","repeat":3,
              "call":{"tool":"t","args":{"a":[1]},"server":"pay","grant":{"label":"l","id":"g","tags":{"env":"prod"}},
                      "client":{"name":"c"},"session":{"id":"s","called":["x"],"called_elsewhere":["y"]},
                      "category":"write","risk":"high"},
              "expect":{"outcome":"denied","rule":"/r"},"expect_last":{"outcome":"pending"}}]}
            """).File!.Cases.Single();

        Assert.Equal("""{"a":[1]}""", Encoding.UTF8.GetString(call.Call.Arguments.Span));
        Assert.Equal(("pay", "l", "g", "prod"), (call.Call.Server.Name, call.Call.Grant.Label, call.Call.Grant.Id, call.Call.Grant.Tags["env"]));
        Assert.Equal(new ClientFacts("c", null), call.Call.Client);
        Assert.Equal(("s", "write", "high"), (call.Call.SessionId, call.Call.Category, call.Call.Risk));
        Assert.Equal("x", Assert.Single(call.Call.Session.Called));
        Assert.Equal("y", Assert.Single(call.Call.Session.CalledElsewhere));
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 3, 5, 6, TimeSpan.Zero), call.At.ToUniversalTime());
        Assert.Equal((3, TimeSpan.FromSeconds(90), Outcome.NeedsApproval), (call.Repeat, call.Every, call.ExpectLast!.Outcome));
    }

    [Theory]
    [InlineData("""{"cases":[]}""", "member-missing", "")]
    [InlineData("""{"policy":"p","cases":[],"polices":1}""", "member-unknown", "/polices")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","call":{"tool":"t"}}]}""", "member-missing", "/cases/0")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","call":{},"expect":{"outcome":"denied"}}]}""", "member-missing", "/cases/0/call")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","call":{"tool":"t","argz":{}},"expect":{"outcome":"denied"}}]}""", "member-unknown", "/cases/0/call/argz")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","call":{"tool":"t"},"expect":{"outcome":"alowed"}}]}""", "word-unknown", "/cases/0/expect/outcome")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","repeat":0,"call":{"tool":"t"},"expect":{"outcome":"denied"}}]}""", "number-range", "/cases/0/repeat")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","at":"2026-01-01T12:00:00","call":{"tool":"t"},"expect":{"outcome":"denied"}}]}""", "word-unknown", "/cases/0/at")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","every":"1x","call":{"tool":"t"},"expect":{"outcome":"denied"}}]}""", "duration-invalid", "/cases/0/every")]
    [InlineData("""{"policy":"p","cases":[{"name":"n","call":{"tool":"t","risk":"hgih"},"expect":{"outcome":"denied"}}]}""", "word-unknown", "/cases/0/call/risk")]
    [InlineData("""{"policy":"p","cases":[],"tools":[]}""", "type-wrong", "/tools")]
    [InlineData("""{"policy":"p","policy":"q","cases":[]}""", "member-repeated", "/policy")]
    public void Read_Mistake_IsAnErrorAtItsPlace(string text, string code, string pointer)
    {
        var reading = Read(text);

        Assert.Null(reading.File);
        Assert.Contains((code, pointer), reading.Findings.Select(finding => (finding.Code, finding.Pointer)));
    }

    [Fact]
    public void Run_ToolThatTheListLacks_IsUnknown()
    {
        var file = Read(Plain.Replace("\"cases\"", """
            "tools":{"tools":[{"name":"other","inputSchema":{}}],"nextCursor":null},"cases"
            """, StringComparison.Ordinal)).File!;

        var result = PolicyTestRun.Run(file, Policies.Load("""{"version":"1","default":"allow"}""")).Single();

        Assert.False(result.Passed);
        Assert.Equal("(unknown tool)", result.Actual.Rule);
    }

    [Fact]
    public void Run_ExpectationOfAnEarlierCall_FailsAtThatCall()
    {
        var file = Read("""
            {"policy":"p","cases":[{"name":"n","repeat":5,"call":{"tool":"t"},
              "expect":{"outcome":"allowed"},"expect_last":{"outcome":"denied"}}]}
            """).File!;

        var result = PolicyTestRun.Run(file, Policies.Load(Policies.Tool("""{"rate_limit":{"max":2,"window":60}}"""))).Single();

        Assert.Equal((false, 3, Outcome.Denied), (result.Passed, result.CallNumber, result.Actual.Outcome));
        Assert.Equal("Limit of 2 per 60s reached. Resets at 2026-01-01T12:01:00Z.", result.Actual.Message);
    }

    [Fact]
    public void Run_SecondCallOfASession_SeesTheFirst()
    {
        var file = Read("""
            {"policy":"p","cases":[
              {"name":"at once","repeat":2,"call":{"tool":"t"},"expect":{"outcome":"allowed"},"expect_last":{"outcome":"denied"}},
              {"name":"a day later","repeat":2,"every":"25h","call":{"tool":"t"},"expect":{"outcome":"allowed"}}]}
            """).File!;
        var policy = Policies.Load(Policies.Tool("""{"deny_if":[{"conditions":[{"path":"session.called","op":"contains","value":"t"}]}]}"""));

        Assert.All(PolicyTestRun.Run(file, policy), result => Assert.True(result.Passed, result.Case.Name));
    }

    private static PolicyTestReading Read(string text) => PolicyTestFile.Read(Encoding.UTF8.GetBytes(text));
}
