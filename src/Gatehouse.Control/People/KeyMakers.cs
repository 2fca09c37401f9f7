using Gatehouse.Api.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Who stands behind an API key: it may have been made by a key; at the beginning of the chain stands a person.</summary>
internal static class KeyMakers
{
    private const int LongestChain = 8;

    /// <summary>The person's id; empty where nobody made it; null for no such key, or a chain that does not end.</summary>
    public static async ValueTask<string?> PersonOfAsync(ControlDb db, string keyId, CancellationToken cancel) =>
        await MakerOfAsync(db, keyId, cancel) is { } maker ? await FirstOfAsync(db, maker, cancel) : null;

    /// <summary>What a key may do now; null where who made it is no member any more.</summary>
    /// <remarks>SECURITY: never more than the person at the beginning of its chain, so that who was made less, or left, leaves no way in.</remarks>
    public static async ValueTask<(Role Role, List<string>? Servers)?> StandingOfAsync(ControlDb db, ApiKey key, CancellationToken cancel)
    {
        if (await FirstOfAsync(db, key.CreatedById, cancel) is not { } person)
        {
            return null;
        }

        if (person.Length == 0)
        {
            return (key.Role, null);
        }

        var maker = await db.Members.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OrganisationId == key.OrganisationId && row.PersonId == person, cancel);
        return maker is null ? null : (RightTable.Within(key.Role, maker.Role), maker.Role == Role.Approver ? maker.Servers : null);
    }

    /// <summary>The keys that a person made, and those made by them, and so on.</summary>
    public static async ValueTask<List<ApiKey>> KeysOfAsync(ControlDb db, string organisation, string person, CancellationToken cancel)
    {
        var all = new List<ApiKey>();
        for (List<string> makers = [person]; makers.Count > 0 && all.Count < 10_000;)
        {
            var made = await db.ApiKeys.Where(row => row.OrganisationId == organisation && makers.Contains(row.CreatedById)).ToListAsync(cancel);
            all.AddRange(made);
            makers = [.. made.Select(static key => key.Id)];
        }

        return all;
    }

    // Who is no key is a person, or nobody; null for a chain that does not end.
    private static async ValueTask<string?> FirstOfAsync(ControlDb db, string maker, CancellationToken cancel)
    {
        for (var step = 1; step < LongestChain; step++)
        {
            if (await MakerOfAsync(db, maker, cancel) is not { } next)
            {
                return maker;
            }

            maker = next;
        }

        return null;
    }

    private static Task<string?> MakerOfAsync(ControlDb db, string keyId, CancellationToken cancel) =>
        db.ApiKeys.AsNoTracking().Where(row => row.Id == keyId).Select(static row => (string?)row.CreatedById).SingleOrDefaultAsync(cancel);
}
