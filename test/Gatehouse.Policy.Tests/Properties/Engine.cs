using System.Collections.Immutable;
using System.Text;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>The decision point over a scene's documents.</summary>
internal static class Engine
{
    public const string NotValid = "the validator refuses";

    /// <summary>The decision point, or what the validator has against a document.</summary>
    public static (PolicyDecisionPoint? Point, string? Refusal) For(Scene scene)
    {
        var layers = ImmutableArray.CreateBuilder<PolicyLayer>();
        foreach (var (kind, json) in scene.Documents)
        {
            var reading = PolicyReader.Read(Encoding.UTF8.GetBytes(json.ToString()!));
            if (reading.Document is null)
            {
                var errors = reading.Findings.Where(finding => finding.Severity == FindingSeverity.Error);
                return (null, $"{NotValid} {kind}: " + string.Join("; ", errors.Select(error => $"{error.Pointer} {error.Message}")));
            }

            layers.Add(new PolicyLayer(kind, $"doc-{kind}", reading.Document));
        }

        return (PolicyDecisionPoint.Compile(layers.ToImmutable()), null);
    }
}
