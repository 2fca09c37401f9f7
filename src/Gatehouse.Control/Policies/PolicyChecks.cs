using System.Collections.Immutable;
using System.Text;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Tools;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>Validates a document: by itself, and against the accepted tools of every server that it is for.</summary>
internal sealed class PolicyChecks(PlaneSettings settings, TimeProvider time)
{
    /// <summary>What the validator says, each finding once.</summary>
    /// <param name="document">The text.</param>
    /// <param name="servers">Servers whose tools are known or not; those that were never listed check nothing.</param>
    public ImmutableArray<Finding> Run(byte[] document, IEnumerable<string> servers)
    {
        var now = time.GetUtcNow();
        var findings = PolicyReader.Read(document, new PolicyReaderOptions { Now = now }).Findings.ToList();
        foreach (var server in servers.Distinct(StringComparer.Ordinal))
        {
            if (settings.Pins.Find(server) is { } accepted)
            {
                var options = new PolicyReaderOptions { Now = now, Tools = [.. accepted.ByName.Values.Select(Facts)] };
                findings.AddRange(PolicyReader.Read(document, options).Findings);
            }
        }

        return [.. findings.Distinct().OrderBy(static found => found.Severity).ThenBy(static found => found.Line).ThenBy(static found => found.Column)];
    }

    /// <summary>The servers that a policy is for: of its grants, and those that have it as their baseline.</summary>
    public static async Task<IReadOnlyList<string>> ServersOfAsync(ControlDb db, string policyId, CancellationToken cancel) =>
    [
        .. await db.Grants.AsNoTracking().Where(row => row.PolicyId == policyId && row.Revoked == null)
            .Select(row => row.ServerId).Distinct().ToListAsync(cancel),
        .. await db.Servers.AsNoTracking().Where(row => row.BaselinePolicyId == policyId && row.Retired == null)
            .Select(row => row.Id).ToListAsync(cancel),
    ];

    /// <summary>Null where a document with these findings may be saved.</summary>
    /// <remarks>Faults: <c>policy-invalid</c>, <c>policy-unconfirmed</c>.</remarks>
    public static Refusal? Refuse(ImmutableArray<Finding> findings, bool isConfirmed) =>
        findings.Any(static found => found.Severity == FindingSeverity.Error)
            ? new Refusal(new Fault(PolicyFaults.Invalid, "the policy has an error", "look at the findings")) { Findings = findings }
        : !isConfirmed && findings.Any(static found => found.Severity == FindingSeverity.Confirmation)
            ? new Refusal(new Fault(
                PolicyFaults.Unconfirmed, "the policy has something that needs a yes", "look at the findings, then send `confirmed`"))
            {
                Findings = findings,
            }
        : null;

    /// <summary>The bytes of a document that came as text.</summary>
    public static byte[] Bytes(string document) => Encoding.UTF8.GetBytes(document);

    private static ToolFacts Facts(ToolDefinition tool) => new()
    {
        Name = tool.Name,
        Standing = ToolStanding.Accepted,
        Category = tool.Risk?.Category,
        Risk = tool.Risk?.Level,
        Annotations = ToolReading.Member(tool, "annotations"),
        InputSchema = ToolReading.Member(tool, "inputSchema"),
        DefinitionHash = tool.Hash,
    };
}
