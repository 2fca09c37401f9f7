using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Snapshots;

/// <summary>The documents in force. A version never changes, so each is read once.</summary>
internal sealed class PolicyTexts
{
    private Dictionary<(string Policy, int Number, int? Observed), PolicyText> _known = [];

    /// <summary>The text in force of every policy that something is attached to, by the policy's id.</summary>
    public async Task<IReadOnlyDictionary<string, PolicyText>> ReadAsync(
        ControlDb db, IReadOnlySet<string> used, CancellationToken cancel)
    {
        var current = (await db.Policies.AsNoTracking().Select(row => new { row.Id, row.CurrentNumber, row.ObservedNumber }).ToListAsync(cancel))
            .Where(row => used.Contains(row.Id)).ToList();
        var known = new Dictionary<(string, int, int?), PolicyText>();
        foreach (var policy in current)
        {
            var key = (policy.Id, policy.CurrentNumber, policy.ObservedNumber);
            known[key] = _known.GetValueOrDefault(key) ?? new PolicyText(policy.Id, await TextAsync(db, policy.Id, policy.CurrentNumber, cancel))
            {
                Observed = policy.ObservedNumber is { } observed ? new PolicyText(policy.Id, await TextAsync(db, policy.Id, observed, cancel)) : null,
            };
        }

        _known = known;
        return current.ToDictionary(row => row.Id, row => known[(row.Id, row.CurrentNumber, row.ObservedNumber)], StringComparer.Ordinal);
    }

    private static Task<byte[]> TextAsync(ControlDb db, string policy, int number, CancellationToken cancel) =>
        db.PolicyVersions.AsNoTracking().Where(row => row.PolicyId == policy && row.Number == number).Select(row => row.Document).SingleAsync(cancel);
}
