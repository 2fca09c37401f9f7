using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>JSON objects have no order: neither in a policy nor in arguments does the order of members decide.</summary>
public sealed class OrderProperties
{
    [Fact]
    public void Decide_MembersInAnotherOrder_IsTheSame() =>
        Runs.Over(0.15, (scene, dice) =>
        {
            var shuffled = scene with
            {
                Documents = [.. scene.Documents.Select(document => (document.Kind, document.Json.Shuffled(dice)))],
                Calls = [.. scene.Calls.Select(call => call with { Arguments = call.Arguments.Shuffled(dice) })],
            };
            var (point, refusal) = Engine.For(scene);
            var (other, otherRefusal) = Engine.For(shuffled);
            return refusal ?? otherRefusal ?? scene.ReferenceCalls().Zip(shuffled.ReferenceCalls())
                .Select(pair => (Here: Words(point!.Decide(pair.First.Facts())), There: Words(other!.Decide(pair.Second.Facts()))))
                .Where(pair => pair.Here != pair.There)
                .Select(pair => $"shuffled: {shuffled}\nhere:  {pair.Here}\nthere: {pair.There}")
                .FirstOrDefault();
        });

    // The message may name another member: the first of several that are not declared, or cannot be checked.
    private static string Words(Decision decision) => Differences.Text(decision with { Message = "" });
}
