using System.Text;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Tests.Properties;
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

    [Theory]
    [MemberData(nameof(WorkedExample.All), MemberType = typeof(WorkedExample))]
    public void Decide_WorkedExample_IsWhatTheReferenceSays(string name, int call)
    {
        var example = WorkedExample.Find(name, call);
        var layers = example.Documents.Select(document => new PolicyLayer(
            document.Kind, "doc", PolicyReader.Read(Encoding.UTF8.GetBytes(document.Json)).Document!));
        var reference = new ReferenceEvaluator(
            [.. example.Documents.Select(document => new ReferenceDocument(document.Kind, document.Json))]);

        var decision = PolicyDecisionPoint.Compile([.. layers]).Decide(example.Call.Facts());

        Assert.Null(Differences.Between(decision, reference.Decide(example.Call)));
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Allowed => "allowed",
        Outcome.NeedsApproval => "pending",
        _ => "denied",
    };
}
