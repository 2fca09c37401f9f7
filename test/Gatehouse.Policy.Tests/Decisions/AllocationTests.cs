using System.Text;
using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>A call that plainly passes, or that a rule without unknowns denies, costs the collector nothing.</summary>
public sealed class AllocationTests
{
    private const string Arguments = """
        {"id":"c_1","amount":500,"note":"late \u00fcber","to":["a@x.io","b@x.io"],"o":{"force":false,"k":"v"},"n":null}
        """;

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{}", Arguments)]
    [InlineData("""{"limits":[{"counter":"c","window":"day","max":5}],"rate_limit":{"max":3,"window":60}}""", Arguments)]
    [InlineData("""{"require":[{"conditions":[{"path":"args.id","op":"regex","value":"^c_"},{"path":"args.amount","op":"lt","value":501}]}]}""", Arguments)]
    [InlineData("""{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":1000}]},{"conditions":[{"path":"args.o.force","op":"eq","value":true}]}]}""", Arguments)]
    [InlineData("""{"deny_if":[{"conditions":[{"path":"args.to[*]","op":"not_in","value":["a@x.io","b@x.io"]}]}]}""", Arguments)]
    [InlineData("""{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":10}]}]}""", Arguments)]
    [InlineData("""{"deny_if":[{"conditions":[{"path":"server.name","op":"eq","value":"x"}]},{"conditions":[{"path":"time.hour","op":"gt","value":20}]},{"conditions":[{"path":"session.tainted","op":"eq","value":true}]}]}""", Arguments)]
    [InlineData("""{"arguments":["id","amount","note","to","o","n"]}""", Arguments)]
    public void Decide_PlainCall_AllocatesNothing(string rules, string arguments)
    {
        var scene = Scene.Rules(rules);
        var bytes = Encoding.UTF8.GetBytes(arguments);
        Repeat(scene, bytes, 50);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(scene, bytes, 1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static Outcome Repeat(Scene scene, byte[] arguments, int times)
    {
        var call = scene.Call(arguments);
        var point = scene.Point;
        var outcome = Outcome.Denied;
        for (var i = 0; i < times; i++)
        {
            outcome = point.Decide(call).Outcome;
        }

        return outcome;
    }
}
