using System.Text;
using Gatehouse.Cli.Stack;

namespace Gatehouse.Cli.Tests.Stack;

public sealed class ConfigNodeTests
{
    [Fact]
    public void Set_RepeatedName_IsReplacedWhereItStands()
    {
        var root = JsonSyntax.Read("""{ "a": 1, "b": 2, "a": 3 }"""u8.ToArray()).Root!;

        Assert.Equal(["a=3", "b=2"], root.Members.Select(member => $"{member.Name}={member.Value.Text}"));
        Assert.Equal("3", root["a"]!.Text);
    }

    // Each repeat that looked through what is there would make ten thousand million steps of this: the run would not end.
    [Fact]
    public void Set_AsManyRepeatsAsNames_TakesNoStepPerNameForEach()
    {
        const int names = 100_000;
        var text = new StringBuilder("{");
        for (var at = 0; at < 2 * names; at++)
        {
            text.Append(at == 0 ? "" : ",").Append('"').Append(at % names).Append("\":").Append(at);
        }

        var root = JsonSyntax.Read(Encoding.UTF8.GetBytes(text.Append('}').ToString())).Root!;

        Assert.Equal(names, root.Members.Count);
        Assert.Equal("199999", root.Members[^1].Value.Text);
        Assert.Equal("100000", root["0"]!.Text);
    }
}
