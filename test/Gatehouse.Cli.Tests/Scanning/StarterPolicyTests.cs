using System.Buffers;
using System.Text.Json;
using Gatehouse.Cli.Scanning;
using Gatehouse.Policy.Language;

namespace Gatehouse.Cli.Tests.Scanning;

public sealed class StarterPolicyTests
{
    [Fact]
    public void Write_NameWithAStar_IsLeftOut()
    {
        var document = Read("""{"name":"get_*","annotations":{"readOnlyHint":true}}""", """{"name":"get_a"}""");

        Assert.Equal("get_a", Assert.Single(document.Tools).Key!.Text);
    }

    [Fact]
    public void Read_ToolThatClaimsBothHints_IsTakenForTheWorse()
    {
        using var tool = JsonDocument.Parse("""{"name":"x","annotations":{"readOnlyHint":true,"destructiveHint":true}}""");

        Assert.Equal(ToolHint.Destructive, ScannedTool.Read(tool.RootElement).Hint);
    }

    private static PolicyDocument Read(params string[] tools)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            StarterPolicy.Write(json, "test", tools.Select(tool => ScannedTool.Read(JsonDocument.Parse(tool).RootElement)));
        }

        return PolicyReader.Read(text.WrittenSpan).Document!;
    }
}
