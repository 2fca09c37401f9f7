using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Snapshots;

/// <summary>The documents in force. A version never changes, so each is read once.</summary>
internal sealed class PolicyTexts
{
    private Dictionary<(string Policy, int Number), PolicyText> _known = [];

    /// <summary>The text in force of every policy that something is attached to, by the policy's id.</summary>
    public async Task<IReadOnlyDictionary<string, PolicyText>> ReadAsync(
        ControlDb db, IReadOnlySet<string> used, CancellationToken cancel)
    {
        var current = (await db.Policies.AsNoTracking().Select(row => new { row.Id, row.CurrentNumber }).ToListAsync(cancel))
            .Where(row => used.Contains(row.Id)).ToList();
        var known = new Dictionary<(string, int), PolicyText>();
        foreach (var policy in current)
        {
            known[(policy.Id, policy.CurrentNumber)] = _known.TryGetValue((policy.Id, policy.CurrentNumber), out var text)
                ? text
                : new PolicyText(policy.Id, await db.PolicyVersions.AsNoTracking()
                    .Where(row => row.PolicyId == policy.Id && row.Number == policy.CurrentNumber)
                    .Select(row => row.Document).SingleAsync(cancel));
        }

        _known = known;
        return current.ToDictionary(row => row.Id, row => known[(row.Id, row.CurrentNumber)], StringComparer.Ordinal);
    }
}
