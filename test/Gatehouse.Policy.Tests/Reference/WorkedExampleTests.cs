using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Reference;

public sealed class WorkedExampleTests
{
    [Theory]
    [MemberData(nameof(WorkedExample.All), MemberType = typeof(WorkedExample))]
    public void Decide_WorkedExample_IsWhatThePageSays(string name, int call)
    {
        var example = WorkedExample.Find(name, call);
        var reference = new ReferenceEvaluator(
            [.. example.Documents.Select(document => new ReferenceDocument(document.Kind, document.Json))]);

        var verdict = reference.Decide(example.Call);

        Assert.Equal(example.Outcome, Word(verdict.Outcome));
        Assert.Equal(example.Rule ?? verdict.Rule, verdict.Rule);
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Allowed => "allowed",
        Outcome.NeedsApproval => "pending",
        _ => "denied",
    };
}
